namespace Oriel.Spice.Tests.Picture;

/// <summary>
/// A surface as spice.md section 12 describes it, pixel by pixel and bit by bit, as slow and as plain as possible. Pixels are 0xAARRGGBB.
/// </summary>
internal sealed class ModelSurface(int width, int height, int format)
{
    private readonly uint[] _pixels = new uint[width * height];

    public int Width => width;

    public int Height => height;

    public int Format => format;

    public uint this[int x, int y] => _pixels[(y * width) + x];

    /// <summary>Sets each pixel that is in the box, in a clip rectangle, and passed by the mask to what <paramref name="color"/> makes of its place and old value; null leaves it.</summary>
    public void Draw((int Left, int Top, int Right, int Bottom) box, (int Left, int Top, int Right, int Bottom)[]? clip, Func<int, int, bool> mask, Func<int, int, uint, uint?> color)
    {
        var old = (uint[])_pixels.Clone();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var isClipped = clip is not null && !clip.Any(c => x >= c.Left && x < c.Right && y >= c.Top && y < c.Bottom);
                if (x >= box.Left && x < box.Right && y >= box.Top && y < box.Bottom && !isClipped && mask(x, y) && color(x, y, old[(y * width) + x]) is { } drawn)
                {
                    _pixels[(y * width) + x] = Held(drawn);
                }
            }
        }
    }

    /// <summary>A copy of what is there, to read while it is drawn on.</summary>
    public Func<int, int, uint> Frozen()
    {
        var old = (uint[])_pixels.Clone();
        return (x, y) => old[(y * width) + x];
    }

    /// <summary>Bit by bit: the ternary code's bit number (pattern, source, destination).</summary>
    public static uint Ternary(int code, uint pattern, uint source, uint destination)
    {
        uint result = 0;
        for (var bit = 0; bit < 32; bit++)
        {
            var index = (int)(((pattern >> bit) & 1) << 2 | ((source >> bit) & 1) << 1 | ((destination >> bit) & 1));
            result |= (uint)((code >> index) & 1) << bit;
        }

        return result;
    }

    /// <summary>Section 12.6's table: complement a and b as asked, combine, complement the result as asked.</summary>
    public static uint Descriptor(int rop, uint a, uint b, int inversA, int inversB)
    {
        a = (rop & inversA) != 0 ? ~a : a;
        b = (rop & inversB) != 0 ? ~b : b;
        var r = (rop & 0x3F8) switch { 0x08 => a, 0x10 => a | b, 0x20 => a & b, 0x40 => a ^ b, 0x80 => 0u, 0x100 => ~0u, _ => ~b };
        return (rop & 0x400) != 0 ? ~r : r;
    }

    // What the surface's format can hold: 16-bit ones 5 (6) bits per channel.
    private uint Held(uint color)
    {
        uint Cut(int shift, int bits)
        {
            var v = ((color >> shift) & 255) >> (8 - bits);
            return ((v << (8 - bits)) | (v >> ((2 * bits) - 8))) << shift;
        }

        return format switch { 16 => Cut(16, 5) | Cut(8, 5) | Cut(0, 5), 80 => Cut(16, 5) | Cut(8, 6) | Cut(0, 5), _ => color };
    }
}
