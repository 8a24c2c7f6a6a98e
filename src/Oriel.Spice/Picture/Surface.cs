namespace Oriel.Spice.Picture;

/// <summary>
/// One surface. Whatever its format, its pixels are kept as 32-bit B, G, R and alpha (or nothing). A 16-bit channel is widened by repeating its highest bits, so bitwise
/// operations give the same result before and after. Memory is taken with the first drawing: a surface that is only announced costs nothing.
/// </summary>
internal sealed class Surface(uint id, int width, int height, SurfaceFormat format)
{
    private byte[]? _pixels;

    public uint Id => id;

    public int Width => width;

    public int Height => height;

    public SurfaceFormat Format => format;

    public Box Bounds => Box.OfSize(width, height);

    public bool HasAlpha => format == SurfaceFormat.Argb;

    /// <summary>Something was drawn on it.</summary>
    public bool IsDrawn => _pixels is not null;

    /// <summary>Rows of <see cref="Width"/> pixels, tight, top first.</summary>
    public byte[] Pixels => _pixels ??= new byte[width * height * 4];

    public Span<byte> Row(int y, int left, int count) => Pixels.AsSpan(((y * width) + left) * 4, count * 4);

    /// <summary>Makes freshly written pixels what a surface of this format can hold.</summary>
    public void Quantise(Span<byte> pixels)
    {
        if (format is not (SurfaceFormat.Rgb555 or SurfaceFormat.Rgb565))
        {
            return;
        }

        for (var i = 0; i < pixels.Length; i += 4)
        {
            pixels[i] = Channel.To5(pixels[i]);
            pixels[i + 1] = format == SurfaceFormat.Rgb565 ? Channel.To6(pixels[i + 1]) : Channel.To5(pixels[i + 1]);
            pixels[i + 2] = Channel.To5(pixels[i + 2]);
            pixels[i + 3] = 0;
        }
    }
}
