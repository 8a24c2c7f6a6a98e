using Oriel.Interop.Linux.Gl;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Drawing;

/// <summary>
/// What is drawn to: the window's default framebuffer, whose row 0 is at the bottom, or an off-screen texture, whose row 0 is
/// declared to be the top. Render role.
/// </summary>
internal sealed class RenderTarget(GlFunctions gl, bool isWindow) : IDisposable
{
    private uint _framebuffer;
    private uint _texture;

    /// <summary>Pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Row 0 is the bottom one.</summary>
    public bool IsBottomUp => isWindow;

    /// <summary>Nothing outside is drawn; null = no such limit.</summary>
    public PixelRect? Limit { get; set; }

    /// <summary>Takes a new size; off-screen throws <see cref="DisplayErrors.OutOfGpuMemory"/> when the GPU refuses.</summary>
    public void Resize(int width, int height)
    {
        if (width == Width && height == Height)
        {
            return;
        }

        Width = width;
        Height = height;
        if (isWindow)
        {
            return;
        }

        Dispose();
        _texture = gl.CreateTexture(Texture2d);
        gl.TextureStorage2D(_texture, 1, Rgba8, width, height);
        _framebuffer = gl.CreateFramebuffer();
        gl.NamedFramebufferTexture(_framebuffer, ColorAttachment0, _texture, 0);
        var status = gl.CheckNamedFramebufferStatus(_framebuffer, Framebuffer);
        if (status != FramebufferComplete)
        {
            throw new OrielException(DisplayErrors.OutOfGpuMemory, $"a {width}x{height} framebuffer gives status 0x{status:X4}", "an off-screen picture of that size",
                "lower the guest's resolution or free GPU memory");
        }
    }

    /// <summary>Makes it the target of drawing and reading.</summary>
    public void Bind()
    {
        gl.BindFramebuffer(Framebuffer, _framebuffer);
        gl.Viewport(0, 0, Width, Height);
    }

    /// <summary>Limits drawing to a rectangle with rows from the top; false when nothing of it is inside.</summary>
    public bool Clip(PixelRect rect)
    {
        var left = Math.Max(rect.X, 0);
        var top = Math.Max(rect.Y, 0);
        var right = Math.Min((long)rect.X + rect.Width, Width);
        var bottom = Math.Min((long)rect.Y + rect.Height, Height);
        if (Limit is { } limit)
        {
            (left, top) = (Math.Max(left, limit.X), Math.Max(top, limit.Y));
            (right, bottom) = (Math.Min(right, (long)limit.X + limit.Width), Math.Min(bottom, (long)limit.Y + limit.Height));
        }

        if (left >= right || top >= bottom)
        {
            return false;
        }

        gl.Scissor(left, IsBottomUp ? (int)(Height - bottom) : top, (int)(right - left), (int)(bottom - top));
        return true;
    }

    /// <summary>Reads everything as RGB rows, top first.</summary>
    public CapturedPicture Read()
    {
        var rgb = new byte[Width * Height * 3];
        gl.BindFramebuffer(Framebuffer, _framebuffer);
        gl.PixelStorei(PackAlignment, 1);
        gl.ReadRgb(0, 0, Width, Height, rgb);
        if (IsBottomUp)
        {
            var row = Width * 3;
            var spare = new byte[row];
            for (int top = 0, bottom = Height - 1; top < bottom; top++, bottom--)
            {
                rgb.AsSpan(top * row, row).CopyTo(spare);
                rgb.AsSpan(bottom * row, row).CopyTo(rgb.AsSpan(top * row));
                spare.CopyTo(rgb.AsSpan(bottom * row));
            }
        }

        return new CapturedPicture(Width, Height, rgb);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_framebuffer != 0)
        {
            gl.DeleteFramebuffer(_framebuffer);
            gl.DeleteTexture(_texture);
            _framebuffer = _texture = 0;
        }
    }
}
