using System.Buffers.Binary;

namespace Oriel.Spice.Tests.Picture;

/// <summary>An image of a random format that knows its own pixels, and its bytes on the wire. Its encoder is the opposite of the product's decoder and shares nothing with it.</summary>
internal sealed class ModelImage
{
    private readonly uint[] _pixels;

    private ModelImage(int width, int height, int format, uint[] pixels, byte[] wire)
    {
        (Width, Height, Format) = (width, height, format);
        _pixels = pixels;
        Wire = wire;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>1 to 9, spice.md section 12.7.</summary>
    public int Format { get; }

    public bool HasAlpha => Format == 9;

    /// <summary>The image structure with everything behind it.</summary>
    public byte[] Wire { get; }

    /// <summary>0xAARRGGBB; AA is 255 without alpha.</summary>
    public uint this[int x, int y] => _pixels[(y * Width) + x];

    /// <summary>The value on the wire of one pixel of a 16-bit image that has this colour, for DRAW_TRANSPARENT.</summary>
    public static uint Wire555(uint color) => ((color >> 9) & 0x7C00) | ((color >> 6) & 0x3E0) | ((color >> 3) & 31);

    /// <param name="random">Everything is drawn from it.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="format">1 to 9.</param>
    /// <param name="isPalette555">Palette entries are x1r5g5b5 (16-bit surfaces).</param>
    /// <param name="asLz4">As an LZ4 image; only formats 6 to 9.</param>
    public static ModelImage Make(Random random, int width, int height, int format, bool isPalette555, bool asLz4 = false)
    {
        // Few different values, so that comparisons with a colour find some.
        var palette = new uint[format switch { 1 or 2 => 2, 3 or 4 => 16, 5 => 256, _ => 5 }];
        var wirePalette = new uint[palette.Length];
        for (var i = 0; i < palette.Length; i++)
        {
            var raw = (uint)random.NextInt64(1L << 32);
            var is555 = format == 6 || (format <= 5 && isPalette555);
            wirePalette[i] = is555 ? raw & 0x7FFF : raw;
            palette[i] = is555 ? Widen(raw & 0x7FFF) : raw & 0xFFFFFF;
            palette[i] |= format == 9 ? raw & 0xFF000000 : 0xFF000000;
        }

        var (isTopDown, rowBytes) = (random.Next(2) == 0, ((width * Bits(format)) + 7) / 8);
        var stride = asLz4 ? rowBytes : rowBytes + random.Next(9);
        var rows = new byte[height * stride];
        random.NextBytes(rows);
        var pixels = new uint[width * height];
        for (var y = 0; y < height; y++)
        {
            var row = rows.AsSpan((isTopDown ? y : height - 1 - y) * stride, stride);
            for (var x = 0; x < width; x++)
            {
                var index = random.Next(palette.Length);
                pixels[(y * width) + x] = palette[index];
                Put(row, x, format, index, wirePalette[index]);
            }
        }

        return new ModelImage(width, height, format, pixels, asLz4 ? Lz4(width, height, format, isTopDown, rows, random) : Bitmap(width, height, format, isTopDown, stride, rows, wirePalette));
    }

    private static int Bits(int format) => format switch { 1 or 2 => 1, 3 or 4 => 4, 5 => 8, 6 => 16, 7 => 24, _ => 32 };

    private static uint Widen(uint v)
    {
        uint Up(uint c) => (c << 3) | (c >> 2);
        return (Up((v >> 10) & 31) << 16) | (Up((v >> 5) & 31) << 8) | Up(v & 31);
    }

    private static void Put(Span<byte> row, int x, int format, int index, uint value)
    {
        switch (format)
        {
            case 1:
                row[x / 8] = (byte)((row[x / 8] & ~(1 << (x % 8))) | (index << (x % 8)));
                break;
            case 2:
                row[x / 8] = (byte)((row[x / 8] & ~(128 >> (x % 8))) | (index << (7 - (x % 8))));
                break;
            case 3:
                row[x / 2] = (byte)(x % 2 == 0 ? (row[x / 2] & 0xF0) | index : (row[x / 2] & 0x0F) | (index << 4));
                break;
            case 4:
                row[x / 2] = (byte)(x % 2 == 1 ? (row[x / 2] & 0xF0) | index : (row[x / 2] & 0x0F) | (index << 4));
                break;
            case 5:
                row[x] = (byte)index;
                break;
            case 6:
                BinaryPrimitives.WriteUInt16LittleEndian(row[(x * 2)..], (ushort)value);
                break;
            case 7:
                (row[x * 3], row[(x * 3) + 1], row[(x * 3) + 2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(row[(x * 4)..], value);
                break;
        }
    }

    private static byte[] Bitmap(int width, int height, int format, bool isTopDown, int stride, byte[] rows, uint[] palette)
    {
        var body = Body.Head(width, height, format, isTopDown ? 4 : 0, stride);
        if (format > 5)
        {
            return body.U32(0).Raw(rows).Done();
        }

        body.U32(36 + rows.Length).Raw(rows).U64(9).U16(palette.Length);
        foreach (var entry in palette)
        {
            body.U32(entry);
        }

        return body.Done();
    }

    // Only literals: the decoder's matches have a test of their own.
    private static byte[] Lz4(int width, int height, int format, bool isTopDown, byte[] rows, Random random)
    {
        var data = new List<byte> { (byte)(isTopDown ? 1 : 0), (byte)format };
        for (var at = 0; at < rows.Length;)
        {
            var count = Math.Min(rows.Length - at, random.Next(1, 400));
            var block = Lz4Blocks.Literals(rows.AsSpan(at, count));
            data.AddRange([0, 0, (byte)(block.Length >> 8), (byte)block.Length]);
            data.AddRange(block);
            at += count;
        }

        return new Body().U64(1).U8(109).U8(0).U32(width).U32(height).U32(data.Count).Raw([.. data]).Done();
    }
}
