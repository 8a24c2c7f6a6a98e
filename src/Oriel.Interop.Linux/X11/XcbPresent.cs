using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.X11;

/// <summary>The functions of the Present extension we use, and the way from an Xlib connection to the XCB connection below it.</summary>
internal static unsafe partial class XcbPresent
{
    public const uint XCB_PRESENT_EVENT_MASK_NO_EVENT = 0;
    public const uint XCB_PRESENT_EVENT_MASK_COMPLETE_NOTIFY = 2;
    public const ushort XCB_PRESENT_COMPLETE_NOTIFY = 1;
    public const byte XCB_PRESENT_COMPLETE_KIND_PIXMAP = 0;
    public const byte XCB_PRESENT_COMPLETE_KIND_NOTIFY_MSC = 1;
    public const byte XCB_PRESENT_COMPLETE_MODE_SKIP = 2;
    public const uint XCB_ATOM_CARDINAL = 6;

    [LibraryImport(X11Libraries.Present)]
    internal static partial uint xcb_present_query_version(nint c, uint major_version, uint minor_version);

    [LibraryImport(X11Libraries.Present)]
    internal static partial uint xcb_present_select_input(nint c, uint eid, uint window, uint event_mask);

    [LibraryImport(X11Libraries.Present)]
    internal static partial uint xcb_present_notify_msc(nint c, uint window, uint serial, ulong target_msc, ulong divisor, ulong remainder);

    [LibraryImport(X11Libraries.XlibXcb)]
    internal static partial nint XGetXCBConnection(nint display);
}

/// <summary>PresentCompleteNotify as XCB hands it out: its own sequence word lies in the middle.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct xcb_present_complete_notify_event_t
{
    public byte response_type;
    public byte extension;
    public ushort sequence;
    public uint length;
    public ushort event_type;
    public byte kind;
    public byte mode;
    public uint @event;
    public uint window;
    public uint serial;
    public ulong ust;
    public uint full_sequence;
    public ulong msc;
}
