using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Wayland;

/// <summary>The functions of libwayland-client we use; only those without variable arguments. Interfaces of the core protocol are data symbols of the same library.</summary>
internal static unsafe partial class WaylandNative
{
    public const uint WL_MARSHAL_FLAG_DESTROY = 1;

    public const uint WL_DISPLAY_SYNC = 0;
    public const uint WL_DISPLAY_GET_REGISTRY = 1;
    public const uint WL_REGISTRY_BIND = 0;
    public const uint WL_SEAT_GET_KEYBOARD = 1;
    public const uint WL_SEAT_RELEASE = 3;
    public const uint WL_KEYBOARD_RELEASE = 0;
    public const uint WL_DATA_DEVICE_MANAGER_CREATE_DATA_SOURCE = 0;
    public const uint WL_DATA_DEVICE_MANAGER_GET_DATA_DEVICE = 1;
    public const uint WL_DATA_SOURCE_OFFER = 0;
    public const uint WL_DATA_SOURCE_DESTROY = 1;
    public const uint WL_DATA_DEVICE_SET_SELECTION = 1;
    public const uint WL_DATA_DEVICE_RELEASE = 2;
    public const uint WL_DATA_OFFER_RECEIVE = 1;
    public const uint WL_DATA_OFFER_DESTROY = 2;

    // Events: their order in the protocol.
    public const uint RegistryGlobal = 0;
    public const uint SeatCapabilities = 0;
    public const uint KeyboardKeymap = 0;
    public const uint KeyboardEnter = 1;
    public const uint KeyboardLeave = 2;
    public const uint KeyboardKey = 3;
    public const uint SourceSend = 1;
    public const uint SourceCancelled = 2;
    public const uint DeviceDataOffer = 0;
    public const uint DeviceEnter = 1;
    public const uint DeviceLeave = 2;
    public const uint DeviceDrop = 4;
    public const uint DeviceSelection = 5;
    public const uint OfferType = 0;

    public const uint SeatHasKeyboard = 2;

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial nint wl_display_connect(byte* name);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial void wl_display_disconnect(nint display);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial nint wl_display_create_queue(nint display);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial void wl_event_queue_destroy(nint queue);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial nint wl_proxy_create_wrapper(nint proxy);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial void wl_proxy_wrapper_destroy(nint wrapper);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial void wl_proxy_set_queue(nint proxy, nint queue);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial void wl_proxy_destroy(nint proxy);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial uint wl_proxy_get_version(nint proxy);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial int wl_proxy_add_dispatcher(nint proxy, delegate* unmanaged[Cdecl]<nint, nint, uint, nint, wl_argument*, int> dispatcher, nint implementation, nint data);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial nint wl_proxy_marshal_array_flags(nint proxy, uint opcode, nint @interface, uint version, uint flags, wl_argument* args);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial int wl_display_get_fd(nint display);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial int wl_display_flush(nint display);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial int wl_display_get_error(nint display);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial int wl_display_roundtrip_queue(nint display, nint queue);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial int wl_display_dispatch_queue_pending(nint display, nint queue);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial int wl_display_prepare_read_queue(nint display, nint queue);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial int wl_display_read_events(nint display);

    [LibraryImport(Libraries.WaylandClient)]
    internal static partial void wl_display_cancel_read(nint display);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int pipe2(int* fds, int flags);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int fcntl(int fd, int cmd, int arg);
}

/// <summary>The description of an object's requests and events, as wayland-scanner writes it in C; checked by the layout oracle.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct wl_interface
{
    public nint name;
    public int version;
    public int method_count;
    public nint methods;
    public int event_count;
    public nint events;
}

/// <summary>One request or event of a <see cref="wl_interface"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct wl_message
{
    public nint name;
    public nint signature;
    public nint types;
}

/// <summary>One argument of a request or an event.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct wl_argument
{
    [FieldOffset(0)]
    public int i;

    [FieldOffset(0)]
    public uint u;

    [FieldOffset(0)]
    public nint p;
}
