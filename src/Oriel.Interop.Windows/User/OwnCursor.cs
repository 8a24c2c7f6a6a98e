using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Interop.Windows.Gdi;

namespace Oriel.Interop.Windows.User;

/// <summary>A cursor of our own, to see how the system keeps what it was given.</summary>
public sealed unsafe class OwnCursor : SafeHandleZeroOrMinusOneIsInvalid
{
    private OwnCursor(nint cursor)
        : base(ownsHandle: true) => SetHandle(cursor);

    /// <summary>The handle as <see cref="CursorPlace.Cursor"/> would name it.</summary>
    public nint Cursor => handle;

    /// <summary>Makes one; null when the system refused, <paramref name="error"/> is its number.</summary>
    /// <param name="width">Pixels across, a multiple of 16.</param>
    /// <param name="height">Visible rows.</param>
    /// <param name="hotspotX">From the left edge.</param>
    /// <param name="hotspotY">From the top edge.</param>
    /// <param name="mask">One bit a pixel: <paramref name="height"/> rows with a colour bitmap, else AND rows followed by as many XOR rows.</param>
    /// <param name="colour">B, G, R, A, rows tight; empty for a monochrome cursor.</param>
    /// <param name="error">The system's number.</param>
    public static OwnCursor? TryCreate(int width, int height, int hotspotX, int hotspotY, ReadOnlySpan<byte> mask, ReadOnlySpan<byte> colour, out int error)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(width % 16, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(mask.Length, width / 8 * height * (colour.IsEmpty ? 2 : 1));
        ArgumentOutOfRangeException.ThrowIfNotEqual(colour.Length, colour.IsEmpty ? 0 : width * height * 4);
        var information = new ICONINFO { xHotspot = (uint)hotspotX, yHotspot = (uint)hotspotY };
        fixed (byte* bits = mask)
        {
            // SAFETY: the rows of a bitmap of this size, which is checked above; the system copies them.
            information.hbmMask = Gdi32.CreateBitmap(width, colour.IsEmpty ? 2 * height : height, 1, 1, bits);
        }

        if (!colour.IsEmpty)
        {
            var info = BITMAPINFO2.TopDown(width, height, 32);
            void* pixels = null;

            // SAFETY: as in GdiBitmap; the bitmap holds exactly the bytes copied into it.
            information.hbmColor = Gdi32.CreateDIBSection(0, &info, Gdi32.DIB_RGB_COLORS, &pixels, 0, 0);
            if (pixels != null)
            {
                colour.CopyTo(new Span<byte>(pixels, colour.Length));
            }
        }

        // SAFETY: a complete structure on the stack; the system copies the bitmaps.
        var cursor = User32.CreateIconIndirect(&information);
        error = cursor == 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = Gdi32.DeleteObject(information.hbmMask);
        _ = Gdi32.DeleteObject(information.hbmColor);
        return cursor == 0 ? null : new OwnCursor(cursor);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => User32.DestroyCursor(handle) != 0;
}
