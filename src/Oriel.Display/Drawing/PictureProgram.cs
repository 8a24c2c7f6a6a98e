using Oriel.Interop.Linux.Gl;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Drawing;

/// <summary>One variant of the picture's shader with its uniforms. Render role.</summary>
internal sealed class PictureProgram
{
    private readonly GlFunctions _gl;
    private readonly int _dest, _bottomUp, _turns, _frameSize, _desktopSize, _pictureSize, _screenSize, _cursor, _cursorMasked, _light;

    public PictureProgram(GlFunctions gl, ShaderVariant variant)
    {
        _gl = gl;
        Name = ShaderProgram.Build(gl, PictureShader.Vertex, PictureShader.Fragment(variant));
        _dest = gl.GetUniform(Name, "u_dest"u8);
        _bottomUp = gl.GetUniform(Name, "u_bottomUp"u8);
        _turns = gl.GetUniform(Name, "u_turns"u8);
        _frameSize = gl.GetUniform(Name, "u_frameSize"u8);
        _desktopSize = gl.GetUniform(Name, "u_desktopSize"u8);
        _pictureSize = gl.GetUniform(Name, "u_pictureSize"u8);
        _screenSize = gl.GetUniform(Name, "u_screenSize"u8);
        _cursor = gl.GetUniform(Name, "u_cursor"u8);
        _cursorMasked = gl.GetUniform(Name, "u_cursorMasked"u8);
        _light = gl.GetUniform(Name, "u_light"u8);
    }

    /// <summary>GL program name.</summary>
    public uint Name { get; }

    /// <summary>Which variant draws a frame.</summary>
    public static ShaderVariant VariantOf(in FrameHeader frame, PictureLayout layout, bool hasCursor, ColorAid aid) => new(
        MeaningOf(frame),
        layout.IsLinear ? PixelSampling.Linear : layout.IsExact ? PixelSampling.Exact : PixelSampling.Nearest,
        layout.GuestTurn != FrameRotation.None || layout.UserTurn != FrameRotation.None,
        hasCursor,
        aid);

    private static PixelMeaning MeaningOf(in FrameHeader frame) => frame.Type switch
    {
        FrameType.Bgra => PixelMeaning.Bgra,
        FrameType.Rgba => PixelMeaning.Rgba,
        FrameType.Rgba10 => (frame.Flags & FrameFlags.HdrPq) != 0 ? PixelMeaning.Rgb10Pq : PixelMeaning.Rgb10,
        FrameType.Rgba16F => PixelMeaning.Half,
        FrameType.Bgr32 => PixelMeaning.PackedBgr,
        _ => PixelMeaning.PackedRgb,
    };

    /// <summary>Sets what depends on the layout and the frame.</summary>
    public void SetPicture(PictureLayout layout, int rowsPresent, bool isTargetBottomUp, float peakNits, float contentNits)
    {
        var d = layout.Destination;
        _gl.ProgramUniform4i(Name, _dest, d.X, d.Y, d.Width, d.Height);
        _gl.ProgramUniform1i(Name, _bottomUp, isTargetBottomUp ? layout.TargetHeight : 0);
        _gl.ProgramUniform3i(Name, _turns, (int)layout.GuestTurn, (int)layout.UserTurn, rowsPresent);
        _gl.ProgramUniform2i(Name, _frameSize, layout.FrameWidth, layout.FrameHeight);
        _gl.ProgramUniform2i(Name, _desktopSize, layout.DesktopWidth, layout.DesktopHeight);
        _gl.ProgramUniform2i(Name, _pictureSize, layout.PictureWidth, layout.PictureHeight);
        _gl.ProgramUniform2i(Name, _screenSize, layout.ScreenWidth, layout.ScreenHeight);
        _gl.ProgramUniform2f(Name, _light, peakNits, contentNits);
    }

    /// <summary>Sets where the cursor is and how it mixes.</summary>
    public void SetCursor(int x, int y, int width, int height, bool isMasked)
    {
        _gl.ProgramUniform4i(Name, _cursor, x, y, width, height);
        _gl.ProgramUniform1i(Name, _cursorMasked, isMasked ? 1 : 0);
    }
}
