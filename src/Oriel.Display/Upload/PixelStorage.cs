using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Upload;

/// <summary>How the pixels of a frame type are kept in a texture and uploaded to it. The texture holds the bytes as they come; the shader gives them meaning.</summary>
/// <param name="InternalFormat">Immutable storage of the texture.</param>
/// <param name="Format">GL upload format.</param>
/// <param name="Type">GL upload type.</param>
/// <param name="TexelBytes">Bytes of one texel.</param>
internal readonly record struct PixelStorage(uint InternalFormat, uint Format, uint Type, uint TexelBytes)
{
    /// <summary>Rows of upload slots start at multiples of this, which is also a multiple of every texel size.</summary>
    private const uint PitchAlignment = 64;

    /// <summary>The storage of a frame type. BGRA goes into an RGBA texture without reordering, so that the upload is a plain copy on every driver.</summary>
    public static PixelStorage Of(FrameType type) => type switch
    {
        FrameType.Rgba10 => new(Rgb10A2, Rgba, UnsignedInt2101010Rev, 4),
        FrameType.Rgba16F => new(Rgba16f, Rgba, HalfFloat, 8),
        // 24-bit pixels do not align with any texel: the rows are kept as 32-bit words and taken apart in the shader.
        FrameType.Bgr32 or FrameType.Rgb24 => new(R32ui, RedInteger, UnsignedInt, 4),
        _ => new(Rgba8, Rgba, UnsignedByte, 4),
    };

    /// <summary>Bytes between two rows of an upload slot.</summary>
    public static uint SlotPitch(in FrameHeader frame) => (frame.RowBytes + PitchAlignment - 1) & ~(PitchAlignment - 1);

    /// <summary>True for rows of packed 24-bit pixels.</summary>
    public static bool IsPacked(FrameType type) => type is FrameType.Bgr32 or FrameType.Rgb24;

    /// <summary>Texels a row of the picture needs.</summary>
    public int WidthInTexels(in FrameHeader frame) => (int)((frame.RowBytes + TexelBytes - 1) / TexelBytes);

    /// <summary>First texel of a picture column.</summary>
    public static uint FirstTexel(FrameType type, uint x) => IsPacked(type) ? x * 3 / 4 : x;

    /// <summary>The texel behind the last one of a picture column range that ends before <paramref name="x"/>.</summary>
    public static uint EndTexel(FrameType type, uint x) => IsPacked(type) ? ((x * 3) + 3) / 4 : x;
}
