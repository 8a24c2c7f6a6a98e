using System.Runtime.InteropServices;
using Oriel.Memory;

namespace Oriel.Interop.Linux.X11;

public sealed unsafe partial class XConnection
{
    private uint _damage;
    private uint _damageParts;
    private uint _copyContext;

    /// <summary>
    /// Starts reporting changes of the root window and everything on it. The server accumulates them; one event says that there are some
    /// and the next comes only after <see cref="TryTakeDamage"/>.
    /// </summary>
    public bool TryWatchDamage()
    {
        _damageParts = Xcb.xcb_generate_id(_c);
        _ = Xcb.xcb_xfixes_create_region(_c, _damageParts, 0, null);
        _damage = Xcb.xcb_generate_id(_c);
        _ = Xcb.xcb_damage_create(_c, _damage, _root, Xcb.XCB_DAMAGE_REPORT_LEVEL_NON_EMPTY);
        return TrySynchronise();
    }

    /// <summary>
    /// Takes what changed so far out of the server's account, in root coordinates. Whatever changes later, even while the caller copies pixels, raises a
    /// new event. When there are more rectangles than fit, one that holds all of them is returned.
    /// </summary>
    public bool TryTakeDamage(Span<XRect> rects, out int count)
    {
        count = 0;
        _ = Xcb.xcb_damage_subtract(_c, _damage, 0, _damageParts);
        using var reply = WaitReply(Xcb.xcb_xfixes_fetch_region(_c, _damageParts));
        if (reply.IsEmpty)
        {
            return false;
        }

        // SAFETY: the rectangles follow the fixed part; the reply holds 4 * length bytes of them.
        var header = reply.As<xcb_xfixes_fetch_region_reply_t>();
        var found = (xcb_rectangle_t*)((byte*)header + sizeof(xcb_xfixes_fetch_region_reply_t));
        var total = header->length / 2;
        if (total > rects.Length)
        {
            rects[0] = ToRect(header->extents);
            count = 1;
            return true;
        }

        for (; count < total; count++)
        {
            rects[count] = ToRect(found[count]);
        }

        return true;
    }

    /// <summary>
    /// Makes memory that the server writes pictures of this size into. Null when the server refuses (then <see cref="LastError"/> says why) or is lost.
    /// </summary>
    public XSharedImage? TryCreateImage(int width, int height)
    {
        var pitch = (long)width * Format.BitsPerPixel / 8;
        var bytes = ((pitch * height) + 4095) & ~4095L;
        var memory = MapSealedMemory(bytes, out var fd);
        var image = new XSharedImage(this, width, height, (uint)pitch, memory, Xcb.xcb_generate_id(_c));

        // The descriptor belongs to XCB from here on. Older errors are not about this image.
        Drain();
        _pending &= ~XEvents.Error;
        _ = Xcb.xcb_shm_attach_fd(_c, image.Segment, fd, 0);
        if (Extensions.SharedPixmaps)
        {
            image.Pixmap = Xcb.xcb_generate_id(_c);
            _ = Xcb.xcb_shm_create_pixmap(_c, image.Pixmap, _root, (ushort)width, (ushort)height, (byte)Format.Depth, image.Segment, 0);
        }

        if (_copyContext == 0)
        {
            _copyContext = Xcb.xcb_generate_id(_c);
            var values = stackalloc uint[2] { Xcb.XCB_SUBWINDOW_MODE_INCLUDE_INFERIORS, 0 };
            _ = Xcb.xcb_create_gc(_c, _copyContext, _root, Xcb.XCB_GC_SUBWINDOW_MODE | Xcb.XCB_GC_GRAPHICS_EXPOSURES, values);
        }

        if (TrySynchronise() && (_pending & XEvents.Error) == 0)
        {
            return image;
        }

        image.Dispose();
        return null;
    }

    /// <summary>
    /// Queues the copy of a part of the root window, with all windows in it, to the same place (relative to the origin) of the image.
    /// The pixels are there after <see cref="TrySynchronise"/>. Only for images with a pixmap.
    /// </summary>
    public void CopyArea(XSharedImage image, int originX, int originY, int x, int y, int width, int height) =>
        _ = Xcb.xcb_copy_area(_c, _root, image.Pixmap, _copyContext, (short)(originX + x), (short)(originY + y), (short)x, (short)y, (ushort)width, (ushort)height);

    /// <summary>
    /// Copies whole rows of the root window into the image and waits for them: what MIT-SHM can do without shared pixmaps. False when the area is not on
    /// the screen any more or the server is lost.
    /// </summary>
    public bool TryCopyRows(XSharedImage image, int originX, int originY, int y, int rows)
    {
        using var reply = WaitReply(Xcb.xcb_shm_get_image(_c, _root, (short)originX, (short)(originY + y), (ushort)image.Width, (ushort)rows,
            uint.MaxValue, Xcb.XCB_IMAGE_FORMAT_Z_PIXMAP, image.Segment, (uint)y * image.PitchBytes));
        return !reply.IsEmpty;
    }

    internal void Release(XSharedImage image)
    {
        if (IsLost)
        {
            return;
        }

        if (image.Pixmap != 0)
        {
            _ = Xcb.xcb_free_pixmap(_c, image.Pixmap);
        }

        _ = Xcb.xcb_shm_detach(_c, image.Segment);
        _ = Xcb.xcb_flush(_c);
    }

    private static XRect ToRect(xcb_rectangle_t r) => new(r.x, r.y, r.width, r.height);

    /// <summary>Memory both sides map and neither can shrink, so that no access can fault.</summary>
    private static PixelBuffer MapSealedMemory(long bytes, out int fd)
    {
        fixed (byte* name = "oriel-capture\0"u8)
        {
            fd = Libc.memfd_create(name, Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING);
        }

        if (fd < 0 || Libc.ftruncate(fd, bytes) != 0 || Libc.fcntl(fd, Libc.F_ADD_SEALS, Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL) != 0)
        {
            throw OutOfMemory(fd, bytes);
        }

        var address = Libc.mmap(null, (nuint)bytes, Libc.PROT_READ_WRITE, Libc.MAP_SHARED, fd, 0);
        if (address == -1)
        {
            throw OutOfMemory(fd, bytes);
        }

        // SAFETY: the mapping is ours until the release action unmaps it, once; the seals keep its pages present.
        return PixelBuffer.FromNative(address, (nuint)bytes, () => _ = Libc.munmap((void*)address, (nuint)bytes));
    }

    private static IOException OutOfMemory(int fd, long bytes)
    {
        var errno = Marshal.GetLastPInvokeError();
        if (fd >= 0)
        {
            _ = Libc.close(fd);
        }

        return new IOException($"no shared memory of {bytes} bytes: errno {errno}");
    }
}
