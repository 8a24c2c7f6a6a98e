using Oriel.Memory;

namespace Oriel.Interop.Linux.X11;

/// <summary>What is called for a picture on a connection to an X server.</summary>
internal static class XFrameCalls
{
    /// <summary>Binds it, so that no picture does. Throws as a call would.</summary>
    public static void Bind()
    {
        NativeBinding.Bind(
            typeof(Xcb),
            nameof(Xcb.xcb_copy_area),
            nameof(Xcb.xcb_poly_fill_rectangle),
            nameof(Xcb.xcb_get_input_focus),
            nameof(Xcb.xcb_flush),
            nameof(Xcb.xcb_poll_for_reply),
            nameof(Xcb.xcb_poll_for_event),
            nameof(Xcb.xcb_connection_has_error),
            nameof(Xcb.xcb_get_file_descriptor));
        NativeBinding.Bind(typeof(Libc), nameof(Libc.free), nameof(Libc.ppoll));
    }
}
