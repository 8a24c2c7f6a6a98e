using Oriel.Display.Context;
using Oriel.Interop.Linux;
using Oriel.Interop.Linux.Gl;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Drawing;

/// <summary>
/// The short way to an X11 window where a processor draws: texture → memory shared with the X server → window, two plain copies, instead of a shader run for every pixel and a swap. For pictures
/// shown as they are (1:1, not turned, BGRA); only the pointer's rectangle is drawn by GL and read back, so that it looks the same on both ways. Has a connection of its own, which is quiet
/// (every copy was answered) whenever a method returned. Render role; copies without allocating while the window's size stays.
/// </summary>
internal sealed class WindowCopy : IDisposable
{
    private readonly XConnection _server;
    private readonly WakeFlag _stop;
    private readonly uint _window;
    private readonly AllocationLedger _ledger;
    private XSharedImage? _image;
    private PixelBuffer? _spare;
    private PixelRect _area;

    private WindowCopy(XConnection server, WakeFlag stop, uint window, AllocationLedger ledger) => (_server, _stop, _window, _ledger) = (server, stop, window, ledger);

    /// <summary>Null where there is no such way (a GPU, Wayland, a server that cannot share pixmaps, another depth) or it is of no use.</summary>
    public static WindowCopy? Create(NativeSurface? surface, GlContext gl, AllocationLedger ledger)
    {
        if (!gl.IsSoftware || surface is not { Platform: NativePlatform.X11 } x11)
        {
            return null;
        }

        var stop = new WakeFlag();
        XConnection? server = null;
        try
        {
            server = XConnection.TryOpen(null, stop, out _);
            if (server is { Format: { Depth: 24, BitsPerPixel: 32, LittleEndian: true, TrueColor: true, RedMask: 0xFF0000, GreenMask: 0xFF00, BlueMask: 0xFF } }
                && server.TryQuerySharedPixmaps() && server.IsLikeRoot((uint)x11.Window))
            {
                var found = new WindowCopy(server, stop, (uint)x11.Window, ledger);
                (server, stop) = (null, null);
                return found;
            }
        }
        catch (DllNotFoundException)
        {
            // libxcb-shm is not there: the way by GL needs nothing of it.
        }
        finally
        {
            server?.Dispose();
            stop?.Dispose();
        }

        return null;
    }

    /// <summary>What can be shown this way: every byte of the texture is a byte of the window.</summary>
    public static bool CanShow(PictureLayout layout, in FrameHeader frame) =>
        layout.IsExact && layout.GuestTurn == FrameRotation.None && layout.UserTurn == FrameRotation.None && frame.Type == FrameType.Bgra && frame.DataHeight >= frame.FrameHeight;

    /// <summary>Brings what changed into the shared memory. False when there is none, or the server is gone.</summary>
    /// <param name="gl">Functions of the current context.</param>
    /// <param name="target">The window, bound.</param>
    /// <param name="layout">Where the picture is in it; one that can be shown.</param>
    /// <param name="source">The picture.</param>
    /// <param name="pointer">Draws the pointer; null = none is shown.</param>
    /// <param name="settings">What the pointer is drawn with.</param>
    /// <param name="changed">Only this changed, target pixels; null = everything.</param>
    public bool TryPrepare(GlFunctions gl, RenderTarget target, PictureLayout layout, PictureSource source, PicturePainter? pointer, ViewSettings settings, PixelRect? changed)
    {
        if (_image is null || _image.Width != target.Width || _image.Height != target.Height)
        {
            var mark = AllocationLedger.Mark();
            _image?.Dispose();
            _image = MakeImage(target);
            _ledger.Exempt(mark);
            changed = null;
        }

        if (_image is null)
        {
            return false;
        }

        var window = new PixelRect(0, 0, target.Width, target.Height);
        var picture = Intersect(layout.Destination, window);
        _area = changed is { } part ? Intersect(part, picture) : picture;
        if (_area.Width > 0 && _area.Height > 0)
        {
            var d = layout.Destination;
            gl.ReadTexture(source.Frame.Name, _area.X - d.X, _area.Y - d.Y, _area.Width, _area.Height, _image.Pixels, Offset(_area.X, _area.Y), _image.PitchBytes);
            if (pointer is not null && source.Cursor.IsVisible && source.Shape.Width > 0)
            {
                DrawPointer(gl, target, layout, source, pointer, settings);
            }
        }

        if (changed is null)
        {
            BlackenBorders(picture, window);
        }

        return true;
    }

    /// <summary>Shows what was prepared and waits until the server has it in the window. False when the server is gone.</summary>
    public bool TryPut() => _area.Width <= 0 || _area.Height <= 0
        ? _server.TrySynchronise()
        : _server.TryPut(_image!, _window, _area.X, _area.Y, _area.Width, _area.Height);

    /// <inheritdoc/>
    public void Dispose()
    {
        _image?.Dispose();
        _spare?.Dispose();
        _server.Dispose();
        _stop.Dispose();
    }

    private static PixelRect Intersect(PixelRect a, PixelRect b)
    {
        var (x, y) = (Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));
        return new PixelRect(x, y, Math.Min(a.X + a.Width, b.X + b.Width) - x, Math.Min(a.Y + a.Height, b.Y + b.Height) - y);
    }

    private XSharedImage? MakeImage(RenderTarget target)
    {
        try
        {
            return _server.TryCreateImage(target.Width, target.Height);
        }
        catch (IOException)
        {
            // No memory for it: the way by GL has its own.
            return null;
        }
    }

    // GL mixes pointer and picture in its own back buffer, whose other pixels nobody looks at meanwhile; the result is read back, rows from the bottom.
    private void DrawPointer(GlFunctions gl, RenderTarget target, PictureLayout layout, PictureSource source, PicturePainter painter, ViewSettings settings)
    {
        var area = Intersect(PicturePainter.CursorArea(layout, source.Cursor, source.Shape.Width, source.Shape.Height), _area);
        if (area.Width <= 0 || area.Height <= 0)
        {
            return;
        }

        var row = area.Width * 4;
        var bytes = (nuint)row * (nuint)area.Height;
        if (_spare is null || _spare.Length < bytes)
        {
            var mark = AllocationLedger.Mark();
            _spare?.Dispose();
            _spare = PixelBuffer.Allocate(bytes);
            _ledger.Exempt(mark);
        }

        target.Limit = area;
        gl.Enable(ScissorTest);
        painter.Draw(target, layout, settings, source);
        gl.ReadBgra(area.X, target.Height - area.Y - area.Height, area.Width, area.Height, _spare.AsSpan(0, (int)bytes));
        for (var y = 0; y < area.Height; y++)
        {
            _spare.AsSpan((nuint)(area.Height - 1 - y) * (nuint)row, row).CopyTo(_image!.Pixels.AsSpan(Offset(area.X, area.Y + y), row));
        }
    }

    private void BlackenBorders(PixelRect picture, PixelRect window)
    {
        var (right, bottom) = (picture.X + picture.Width, picture.Y + picture.Height);
        Blacken(0, 0, window.Width, picture.Y);
        Blacken(0, bottom, window.Width, window.Height - bottom);
        Blacken(0, picture.Y, picture.X, picture.Height);
        Blacken(right, picture.Y, window.Width - right, picture.Height);
    }

    private void Blacken(int x, int y, int width, int height)
    {
        if (width > 0 && height > 0)
        {
            _server.Blacken(_window, x, y, width, height);
        }
    }

    private nuint Offset(int x, int y) => ((nuint)y * _image!.PitchBytes) + ((nuint)x * 4);
}
