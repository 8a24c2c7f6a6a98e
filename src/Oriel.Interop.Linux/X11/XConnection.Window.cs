namespace Oriel.Interop.Linux.X11;

public sealed unsafe partial class XConnection
{
    /// <summary>Asks for MIT-SHM only: all that <see cref="TryCreateImage"/> and <see cref="TryPut"/> need. False when the server cannot share pixmaps, or is lost.</summary>
    public bool TryQuerySharedPixmaps()
    {
        var (version, pixmaps) = TryFindExtension("MIT-SHM"u8, out _) ? ShmVersion() : (0, false);

        // 1.2 passes memory as a descriptor.
        var usable = pixmaps && version >= 102;
        Extensions = Extensions with { ShmVersion = version, SharedPixmaps = usable };
        XFrameCalls.Bind();
        return usable && !IsLost;
    }

    /// <summary>True when a window has the depth of the root, so that images of this connection can be copied to it.</summary>
    public bool IsLikeRoot(uint window)
    {
        using var reply = WaitReply(Xcb.xcb_get_geometry(_c, window));
        return !reply.IsEmpty && reply.As<xcb_get_geometry_reply_t>()->depth == Format.Depth;
    }

    /// <summary>
    /// Copies a part of an image with a pixmap to the same place of a window and waits until it is there: the image may be written again then. False when the connection was lost or stopped.
    /// </summary>
    public bool TryPut(XSharedImage image, uint window, int x, int y, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        _ = Xcb.xcb_copy_area(_c, image.Pixmap, window, _copyContext, (short)x, (short)y, (short)x, (short)y, (ushort)width, (ushort)height);
        return TrySynchronise();
    }

    /// <summary>Makes a part of a window black. Queued; done when the next <see cref="TryPut"/> is. Only once there is an image.</summary>
    public void Blacken(uint window, int x, int y, int width, int height)
    {
        // The context's foreground was never set: 0, which is black in TrueColor.
        var area = new xcb_rectangle_t { x = (short)x, y = (short)y, width = (ushort)width, height = (ushort)height };
        _ = Xcb.xcb_poly_fill_rectangle(_c, window, _copyContext, 1, &area);
    }
}
