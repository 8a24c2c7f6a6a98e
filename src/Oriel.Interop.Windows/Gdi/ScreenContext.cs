using System.Runtime.InteropServices;
using Oriel.Interop.Windows.User;

namespace Oriel.Interop.Windows.Gdi;

/// <summary>The screen of the calling thread's desktop as GDI sees it. Owned by one thread; made anew when that thread goes to another desktop.</summary>
public sealed unsafe class ScreenContext : IDisposable
{
    private nint _context;

    private ScreenContext(nint context) => _context = context;

    /// <summary>Opens it; null when the thread's desktop has no screen.</summary>
    public static ScreenContext? TryOpen()
    {
        var context = User32.GetDC(0);
        return context == 0 ? null : new ScreenContext(context);
    }

    /// <summary>Copies a rectangle of the screen to the top left corner of a bitmap. False when the system refused (the desktop is not shown, the mode is changing).</summary>
    /// <param name="target">Receives it; the copy is complete on return.</param>
    /// <param name="x">Left edge on the virtual screen; may be negative.</param>
    /// <param name="y">Top edge.</param>
    /// <param name="layered">Also windows that a system without a compositor leaves out (CAPTUREBLT). There the pointer flickers during each copy; with a compositor it makes no difference to the picture and costs time.</param>
    /// <param name="error">The system's number.</param>
    public bool TryCopy(GdiBitmap target, int x, int y, bool layered, out int error)
    {
        ArgumentNullException.ThrowIfNull(target);
        var copied = Gdi32.BitBlt(target.Context, 0, 0, target.Width, target.Height, _context, x, y, Gdi32.SRCCOPY | (layered ? Gdi32.CAPTUREBLT : 0));
        error = copied != 0 ? 0 : Marshal.GetLastPInvokeError();

        // Requests may still wait in the thread's batch.
        _ = Gdi32.GdiFlush();
        return copied != 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var context = Interlocked.Exchange(ref _context, 0);
        if (context != 0)
        {
            _ = User32.ReleaseDC(0, context);
        }
    }
}
