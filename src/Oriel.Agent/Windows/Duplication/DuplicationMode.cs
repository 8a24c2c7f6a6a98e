using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>Turns what an output and its duplication say into a <see cref="CaptureMode"/>.</summary>
internal static class DuplicationMode
{
    private static readonly PixelFormat[] s_plain = [PixelFormat.Bgra8, PixelFormat.Rgba8];
    private static readonly PixelFormat[] s_deep = [PixelFormat.Bgra8, PixelFormat.Rgba8, PixelFormat.Rgb10A2];
    private static readonly PixelFormat[] s_hdr = [PixelFormat.Rgba16F, PixelFormat.Rgb10A2, PixelFormat.Bgra8, PixelFormat.Rgba8];

    /// <summary>
    /// Formats to ask for. The system converts a desktop whose own format is not among them, so an HDR desktop is only taken as it is when it is one: programs may compose in half
    /// floats on ordinary screens too, and then frames would be twice as large for nothing.
    /// </summary>
    public static ReadOnlySpan<PixelFormat> FormatsFor(in OutputColor color, bool hdr) =>
        !hdr ? s_plain : color.Space is OutputColorSpace.Hdr10 or OutputColorSpace.Linear ? s_hdr : color.BitsPerColor > 8 ? s_deep : s_plain;

    /// <summary>The mode of a texture.</summary>
    /// <param name="head">Name for people.</param>
    /// <param name="output">The output as enumerated.</param>
    /// <param name="color">Its colour space.</param>
    /// <param name="width">Pixels of the texture.</param>
    /// <param name="height">Rows of the texture.</param>
    /// <param name="format">Storage of the texture.</param>
    /// <param name="rotation">How the system turns the texture for the output.</param>
    public static CaptureMode Create(string head, DxgiOutput output, in OutputColor color, int width, int height, PixelFormat format, OutputRotation rotation) =>
        new(TextureStorage.TypeOf(format), width, height, output.Area.Left, output.Area.Top, RotationFor(rotation), head) { Flags = FlagsFor(format, color) };

    /// <summary>Size of the texture: that of the output's area, before it is turned.</summary>
    public static (int Width, int Height) TextureSize(DxgiOutput output, OutputRotation rotation) =>
        rotation is OutputRotation.Quarter or OutputRotation.ThreeQuarters ? (output.Area.Height, output.Area.Width) : (output.Area.Width, output.Area.Height);

    /// <summary>The system turns the picture one way, the receiver has to turn the texture the other (kvmfr.md section 4.3).</summary>
    private static FrameRotation RotationFor(OutputRotation rotation) => rotation switch
    {
        OutputRotation.Quarter => FrameRotation.Clockwise270,
        OutputRotation.Half => FrameRotation.Half,
        OutputRotation.ThreeQuarters => FrameRotation.Clockwise90,
        _ => FrameRotation.None,
    };

    private static FrameFlags FlagsFor(PixelFormat format, in OutputColor color) => format switch
    {
        // Half floats are linear scRGB whatever the output does with them.
        PixelFormat.Rgba16F => FrameFlags.Hdr,
        PixelFormat.Rgb10A2 when color.Space == OutputColorSpace.Hdr10 => FrameFlags.Hdr | FrameFlags.HdrPq,
        _ => FrameFlags.None,
    };
}
