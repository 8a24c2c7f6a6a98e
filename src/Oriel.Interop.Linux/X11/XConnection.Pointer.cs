namespace Oriel.Interop.Linux.X11;

public sealed unsafe partial class XConnection
{
    /// <summary>Asks for <see cref="XEvents.CursorShape"/> and, with XInput 2, <see cref="XEvents.PointerMotion"/>.</summary>
    public bool TryWatchPointer()
    {
        _ = Xcb.xcb_xfixes_select_cursor_input(_c, _root, Xcb.XCB_XFIXES_CURSOR_NOTIFY_MASK_DISPLAY_CURSOR);
        if (Extensions.XInputVersion >= 200)
        {
            // Raw motion is reported to everybody who asks, whichever window is below the pointer.
            var mask = new xcb_input_event_mask_with_word { deviceid = Xcb.XCB_INPUT_DEVICE_ALL_MASTER, mask_len = 1, mask = 1u << Xcb.XCB_INPUT_RAW_MOTION };
            _ = Xcb.xcb_input_xi_select_events(_c, _root, 1, &mask);
        }

        return TrySynchronise();
    }

    /// <summary>Where the pointer is on the root window. <paramref name="onScreen"/> is false while it is on another screen of the server.</summary>
    public bool TryGetPointer(out int x, out int y, out bool onScreen)
    {
        using var reply = WaitReply(Xcb.xcb_query_pointer(_c, _root));
        if (reply.IsEmpty)
        {
            (x, y, onScreen) = (0, 0, false);
            return false;
        }

        var pointer = reply.As<xcb_query_pointer_reply_t>();
        (x, y, onScreen) = (pointer->root_x, pointer->root_y, pointer->same_screen != 0);
        return true;
    }

    /// <summary>Copies the current cursor as premultiplied B, G, R, A, rows tight. A cursor larger than the buffer is cut at the bottom.</summary>
    public XCursorAnswer GetCursor(Span<byte> bgra, out XCursor cursor)
    {
        cursor = default;
        LastError = 0;
        using var reply = WaitReply(Xcb.xcb_xfixes_get_cursor_image(_c));
        if (reply.IsEmpty)
        {
            return IsLost ? XCursorAnswer.Lost : LastError == Xcb.XCB_ACCESS ? XCursorAnswer.Denied : XCursorAnswer.None;
        }

        // SAFETY: width * height words follow the fixed part; both numbers are bounded by the length of the reply before use.
        var image = reply.As<xcb_xfixes_get_cursor_image_reply_t>();
        var pixels = new ReadOnlySpan<byte>((byte*)image + sizeof(xcb_xfixes_get_cursor_image_reply_t), (int)Math.Min(image->length * 4L, int.MaxValue));
        var rowBytes = image->width * 4;
        var rows = rowBytes == 0 ? 0 : Math.Min(image->height, Math.Min(pixels.Length, bgra.Length) / rowBytes);
        pixels[..(rows * rowBytes)].CopyTo(bgra);
        cursor = new XCursor(image->width, rows, image->xhot, image->yhot, image->cursor_serial);
        return rows == 0 ? XCursorAnswer.None : XCursorAnswer.Shown;
    }

    /// <summary>Moves the pointer to a place on the root window.</summary>
    public void MovePointer(int x, int y)
    {
        _ = Xcb.xcb_warp_pointer(_c, 0, _root, 0, 0, 0, 0, (short)Math.Clamp(x, short.MinValue, short.MaxValue), (short)Math.Clamp(y, short.MinValue, short.MaxValue));
        _ = Xcb.xcb_flush(_c);
    }
}
