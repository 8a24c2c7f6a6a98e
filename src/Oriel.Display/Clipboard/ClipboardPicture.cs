namespace Oriel.Display.Clipboard;

/// <summary>A decoded picture: rows from the top, four bytes a pixel in the order red, green, blue, alpha (not premultiplied).</summary>
internal sealed class ClipboardPicture
{
    /// <summary>Largest picture converted: 64 million pixels, 256 MiB decoded.</summary>
    public const long MaxPixels = 64_000_000;

    /// <summary>Allocates a black, transparent one; a size out of bounds throws <see cref="PictureFormatException"/>.</summary>
    public ClipboardPicture(long width, long height)
    {
        if (width is <= 0 or > int.MaxValue || height is <= 0 or > int.MaxValue || width > MaxPixels / height)
        {
            throw new PictureFormatException($"{width}x{height} is no size for a picture (limit {MaxPixels} pixels)");
        }

        Width = (int)width;
        Height = (int)height;
        Rgba = new byte[4 * width * height];
    }

    public int Width { get; }

    public int Height { get; }

    public byte[] Rgba { get; }

    /// <summary>Some pixel is not opaque.</summary>
    public bool HasAlpha
    {
        get
        {
            for (var i = 3; i < Rgba.Length; i += 4)
            {
                if (Rgba[i] != 255)
                {
                    return true;
                }
            }

            return false;
        }
    }

    public Span<byte> Row(int y) => Rgba.AsSpan(4 * Width * y, 4 * Width);
}
