using System.Runtime.InteropServices;
using Oriel.Interop.Linux.Egl;
using Oriel.Interop.Linux.Gl;
using Oriel.Memory;

namespace Oriel.Interop.Linux.X11;

/// <summary>
/// Copies a small part of the current GL framebuffer to an X11 window, past eglSwapBuffers: a software renderer's swap sends the whole window to the X server each time. Uses the connection EGL
/// uses, so that both arrive in the order they were sent. Belongs to the thread of the GL context.
/// </summary>
public sealed unsafe class WindowPatch : IDisposable
{
    /// <summary>Most pixels of one patch; larger ones are not worth it.</summary>
    public const int MaxPixels = 256 * 1024;

    private const int ZPixmap = 2;
    private readonly nint _display;
    private readonly nuint _window;
    private readonly nint _visual;
    private readonly nint _context;
    private byte* _pixels;

    private WindowPatch(nint display, nuint window, nint visual, nint context)
    {
        (_display, _window, _visual, _context) = (display, window, visual, context);
        _pixels = (byte*)NativeMemory.Alloc(MaxPixels, 4);
        NativeBinding.Bind(typeof(EglNative), nameof(EglNative.XCreateImage), nameof(EglNative.XPutImage), nameof(EglNative.XFree), nameof(EglNative.XFlush));
    }

    /// <summary>Prepares patches of a window; null where its pixels are not 24 bits deep.</summary>
    /// <param name="display">Xlib connection.</param>
    /// <param name="window">The window.</param>
    public static WindowPatch? Create(nint display, nint window)
    {
        XWindowAttributes attributes;
        if (EglNative.XGetWindowAttributes(display, (nuint)window, &attributes) == 0 || attributes.depth != 24)
        {
            return null;
        }

        var context = EglNative.XCreateGC(display, (nuint)window, 0, null);
        return context == 0 ? null : new WindowPatch(display, (nuint)window, attributes.visual, context);
    }

    /// <summary>Copies a rectangle (rows from the top) of the bound framebuffer, whose row 0 is the bottom one, to the same place in the window. At most <see cref="MaxPixels"/>.</summary>
    /// <param name="gl">The current context's functions.</param>
    /// <param name="x">Left.</param>
    /// <param name="y">Top.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="targetHeight">Height of the framebuffer.</param>
    /// <returns>False when Xlib has no memory for it.</returns>
    public bool Put(GlFunctions gl, int x, int y, int width, int height, int targetHeight)
    {
        ObjectDisposedException.ThrowIf(_pixels is null, this);
        ArgumentNullException.ThrowIfNull(gl);
        if (width <= 0 || height <= 0 || (long)width * height > MaxPixels)
        {
            throw new ArgumentOutOfRangeException(nameof(width), $"a patch of {width}x{height}");
        }

        // SAFETY: the buffer holds MaxPixels of 4 bytes, checked above; XCreateImage keeps the address only until the structure is freed below.
        gl.ReadBgra(x, targetHeight - y - height, width, height, new Span<byte>(_pixels, width * height * 4));
        Flip(width * 4, height);
        return Send(x, y, width, height);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pixels is not null)
        {
            _ = EglNative.XFreeGC(_display, _context);
            NativeMemory.Free(_pixels);
            _pixels = null;
        }
    }

    private bool Send(int x, int y, int width, int height)
    {
        var image = EglNative.XCreateImage(_display, _visual, 24, ZPixmap, 0, _pixels, (uint)Math.Max(1, width), (uint)Math.Max(1, height), 32, Math.Max(1, width) * 4);
        if (image == 0)
        {
            return false;
        }

        _ = EglNative.XPutImage(_display, _window, _context, image, 0, 0, x, y, (uint)width, (uint)height);
        _ = EglNative.XFree(image);
        _ = EglNative.XFlush(_display);
        return true;
    }

    private void Flip(int rowBytes, int rows)
    {
        for (int top = 0, bottom = rows - 1; top < bottom; top++, bottom--)
        {
            var upper = new Span<uint>(_pixels + ((nint)top * rowBytes), rowBytes / 4);
            var lower = new Span<uint>(_pixels + ((nint)bottom * rowBytes), rowBytes / 4);
            for (var i = 0; i < upper.Length; i++)
            {
                (upper[i], lower[i]) = (lower[i], upper[i]);
            }
        }
    }
}
