using Oriel.Display.Upload;
using Oriel.Interop.Linux.Gl;
using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Drawing;

/// <summary>Draws a source's picture and cursor into a target. Render role; draws without allocating while the format stays.</summary>
internal sealed class PicturePainter : IDisposable
{
    private const string White = """
        #version 450 core
        layout(location = 0) out vec4 o_color;
        void main()
        {
            o_color = vec4(1.0);
        }
        """;

    private readonly GlFunctions _gl;
    private readonly PictureProgram?[] _programs = new PictureProgram?[ShaderVariant.Count];
    private readonly AllocationLedger _ledger;
    private readonly uint _emptyArray;
    private uint _white;

    public PicturePainter(GlFunctions gl, AllocationLedger ledger)
    {
        _gl = gl;
        _ledger = ledger;
        _emptyArray = gl.CreateVertexArray();
        gl.Disable(Dither);
        gl.Disable(FramebufferSrgb);
        gl.PixelStorei(UnpackAlignment, 1);
    }

    /// <summary>Draws the picture; the target is bound, cleared, and the scissor test is on.</summary>
    public void Draw(RenderTarget target, PictureLayout layout, ViewSettings settings, PictureSource source)
    {
        var (cursor, shape) = (source.Cursor, source.Shape);
        _gl.BindVertexArray(_emptyArray);
        _gl.BindTextureUnit(0, source.Frame.Name);
        if (target.Clip(layout.Destination))
        {
            Use(target, layout, settings, source.Frame.Frame, withCursor: false);
            _gl.DrawArrays(Triangles, 0, 3);
        }

        // The cursor's rectangle is drawn once more with the variant that looks at the cursor: the large rest never pays for it.
        if (settings.ShowCursor && cursor.IsVisible && shape.Width > 0 && target.Clip(CursorArea(layout, cursor, shape.Width, shape.Height)))
        {
            _gl.BindTextureUnit(1, shape.Name);
            Use(target, layout, settings, source.Frame.Frame, withCursor: true).SetCursor(cursor.X, cursor.Y, shape.Width, shape.Height, shape.IsMasked);
            _gl.DrawArrays(Triangles, 0, 3);
        }

        for (var i = 0; i < Math.Min(settings.NightVision, ViewSettings.MaxNightVision); i++)
        {
            Brighten(target, layout.Destination);
        }
    }

    // Doubles what is there: its own colour added to it, in the blender, so that no variant of the picture's shader has to know.
    private void Brighten(RenderTarget target, PixelRect area)
    {
        if (!target.Clip(area))
        {
            return;
        }

        if (_white == 0)
        {
            var mark = AllocationLedger.Mark();
            _white = ShaderProgram.Build(_gl, PictureShader.Vertex, White);
            _ledger.Exempt(mark);
        }

        _gl.Enable(Blend);
        _gl.BlendFuncSeparate(DstColor, One, Zero, One);
        _gl.UseProgram(_white);
        _gl.DrawArrays(Triangles, 0, 3);
        _gl.Disable(Blend);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gl.DeleteProgram(_white);
        foreach (var program in _programs)
        {
            _gl.DeleteProgram(program?.Name ?? 0);
        }

        _gl.DeleteVertexArray(_emptyArray);
    }

    private PictureProgram Use(RenderTarget target, PictureLayout layout, ViewSettings settings, in FrameHeader frame, bool withCursor)
    {
        var variant = PictureProgram.VariantOf(frame, layout, withCursor, settings.ColorAid);
        var program = _programs[variant.Index] ?? Compile(variant);
        var hasLevel = (frame.Flags & FrameFlags.HdrMetadata) != 0 && frame.Hdr.MaxCll != 0;
        program.SetPicture(layout, (int)frame.DataHeight, target.IsBottomUp, Math.Max(1, settings.PeakLuminanceNits), hasLevel ? frame.Hdr.MaxCll : 1000);
        _gl.UseProgram(program.Name);
        return program;
    }

    private PictureProgram Compile(ShaderVariant variant)
    {
        var mark = AllocationLedger.Mark();
        var program = new PictureProgram(_gl, variant);
        _programs[variant.Index] = program;
        _ledger.Exempt(mark);
        return program;
    }

    /// <summary>Target pixels the cursor can touch.</summary>
    public static PixelRect CursorArea(PictureLayout layout, in CursorState cursor, int width, int height)
    {
        var (left, top, right, bottom) = ((long)cursor.X, (long)cursor.Y, (long)cursor.X + width, (long)cursor.Y + height);
        return layout.ToTarget(
            Floor(left * layout.DesktopWidth, layout.ScreenWidth) - 1,
            Floor(top * layout.DesktopHeight, layout.ScreenHeight) - 1,
            Floor(right * layout.DesktopWidth, layout.ScreenWidth) + 1,
            Floor(bottom * layout.DesktopHeight, layout.ScreenHeight) + 1);
    }

    private static long Floor(long a, long b) => (a >= 0 ? a : a - b + 1) / b;
}
