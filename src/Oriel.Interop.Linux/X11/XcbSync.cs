using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.X11;

/// <summary>libxcb-sync: counters of the server, here the one that says how long nobody used it. Structures are compared with the C header by a test.</summary>
internal static unsafe partial class XcbSync
{
    public const int XCB_SYNC_ALARM_NOTIFY = 1;
    public const uint XCB_SYNC_CA_COUNTER = 1;
    public const uint XCB_SYNC_CA_VALUE_TYPE = 2;
    public const uint XCB_SYNC_CA_VALUE = 4;
    public const uint XCB_SYNC_CA_TEST_TYPE = 8;
    public const uint XCB_SYNC_CA_DELTA = 16;
    public const uint XCB_SYNC_CA_EVENTS = 32;
    public const uint XCB_SYNC_VALUETYPE_ABSOLUTE = 0;
    public const uint XCB_SYNC_TESTTYPE_POSITIVE_TRANSITION = 0;
    public const uint XCB_SYNC_TESTTYPE_NEGATIVE_TRANSITION = 1;

    [LibraryImport(X11Libraries.Sync)]
    internal static partial uint xcb_sync_initialize(nint c, byte desired_major_version, byte desired_minor_version);

    [LibraryImport(X11Libraries.Sync)]
    internal static partial uint xcb_sync_list_system_counters(nint c);

    [LibraryImport(X11Libraries.Sync)]
    internal static partial uint xcb_sync_query_counter(nint c, uint counter);

    [LibraryImport(X11Libraries.Sync)]
    internal static partial uint xcb_sync_create_alarm(nint c, uint id, uint value_mask, void* value_list);
}
