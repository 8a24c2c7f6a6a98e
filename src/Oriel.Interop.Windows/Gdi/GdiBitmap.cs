using System.Runtime.InteropServices;
using Oriel.Memory;

namespace Oriel.Interop.Windows.Gdi;

/// <summary>A top-down 32-bit bitmap (B, G, R and a byte without meaning) in our own memory that GDI draws into. Owned by one thread.</summary>
public sealed unsafe class GdiBitmap : IDisposable
{
    private readonly nint _before;
    private nint _context;
    private nint _bitmap;

    private GdiBitmap(nint context, nint bitmap, PixelBuffer pixels, int width, int height)
    {
        (_context, _bitmap, Pixels, Width, Height) = (context, bitmap, pixels, width, height);
        _before = Gdi32.SelectObject(context, bitmap);
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next: rows are tight.</summary>
    public uint PitchBytes => (uint)Width * 4;

    /// <summary>The memory, row 0 first.</summary>
    public PixelBuffer Pixels { get; }

    /// <summary>Device context with the bitmap in it.</summary>
    internal nint Context => _context;

    /// <summary>Makes one. Null when memory or handles ran out; <paramref name="error"/> is the system's number.</summary>
    public static GdiBitmap? TryCreate(int width, int height, out int error)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        error = 0;
        var context = Gdi32.CreateCompatibleDC(0);
        if (context == 0)
        {
            error = Marshal.GetLastSystemError();
            return null;
        }

        var info = BITMAPINFO2.TopDown(width, height, 32);
        void* bits = null;

        // SAFETY: the header describes the bitmap completely; the system writes the address of the pixels, which live as long as the bitmap.
        var bitmap = Gdi32.CreateDIBSection(context, &info, Gdi32.DIB_RGB_COLORS, &bits, 0, 0);
        if (bitmap == 0 || bits == null)
        {
            error = Marshal.GetLastPInvokeError();
            _ = Gdi32.DeleteDC(context);
            return null;
        }

        return new GdiBitmap(context, bitmap, PixelBuffer.FromNative((nint)bits, (nuint)width * (nuint)height * 4, null), width, height);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_context == 0)
        {
            return;
        }

        Pixels.Dispose();
        _ = Gdi32.SelectObject(_context, _before);
        _ = Gdi32.DeleteObject(_bitmap);
        _ = Gdi32.DeleteDC(_context);
        (_context, _bitmap) = (0, 0);
    }
}
