using System.Buffers.Binary;

namespace Oriel.Spice.Picture;

/// <summary>
/// Pixels of an image wherever they lie (in the message, in a decoder's buffer, in a surface), readable as 32-bit B, G, R and alpha. Whoever makes one has checked that
/// stride × height bytes are there and that the stride holds a row.
/// </summary>
internal readonly ref struct ImageRows
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly int _stride;
    private readonly bool _isTopDown;
    private readonly uint[]? _palette;

    public ImageRows(ReadOnlySpan<byte> data, int width, int height, int stride, bool isTopDown, BitmapFormat format, uint[]? palette = null)
    {
        _data = data;
        _stride = stride;
        _isTopDown = isTopDown;
        _palette = palette;
        Width = width;
        Height = height;
        Format = format;
    }

    public int Width { get; }

    public int Height { get; }

    public BitmapFormat Format { get; }

    /// <summary>The surface these pixels belong to; null = none.</summary>
    public Surface? Surface { get; init; }

    public Box Bounds => Box.OfSize(Width, Height);

    public bool HasAlpha => Format == BitmapFormat.Bgra32;

    /// <summary>Bytes of pixels in one row; 0 for an unknown format.</summary>
    public static long RowBytes(BitmapFormat format, long width) => format switch
    {
        BitmapFormat.Bit1Le or BitmapFormat.Bit1Be => (width + 7) / 8,
        BitmapFormat.Bit4Le or BitmapFormat.Bit4Be => (width + 1) / 2,
        BitmapFormat.Bit8 or BitmapFormat.Alpha8 => width,
        BitmapFormat.Rgb555 => width * 2,
        BitmapFormat.Bgr24 => width * 3,
        BitmapFormat.Bgrx32 or BitmapFormat.Bgra32 => width * 4,
        _ => 0,
    };

    public static bool HasPalette(BitmapFormat format) => format is >= BitmapFormat.Bit1Le and <= BitmapFormat.Bit8;

    /// <summary>Pixels of a row; the range is inside. 32-bit pixels are returned where they lie, all others are converted into <paramref name="scratch"/>.</summary>
    /// <param name="y">Row from the top.</param>
    /// <param name="left">First pixel.</param>
    /// <param name="count">Pixels.</param>
    /// <param name="scratch">At least 4 × <paramref name="count"/> bytes.</param>
    /// <param name="isOpaque">Pixels without alpha get 255 there (for a target that has alpha).</param>
    public ReadOnlySpan<byte> Row(int y, int left, int count, Span<byte> scratch, bool isOpaque)
    {
        var row = RowAt(y);
        if (Format == BitmapFormat.Bgra32 || (Format == BitmapFormat.Bgrx32 && !isOpaque))
        {
            return row.Slice(left * 4, count * 4);
        }

        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(scratch[(i * 4)..], PixelOf(row, left + i));
        }

        return scratch[..(count * 4)];
    }

    /// <summary>One pixel as 0xAARRGGBB; the place is inside. Without alpha AA is 255.</summary>
    public uint Pixel(int x, int y) => PixelOf(RowAt(y), x);

    private ReadOnlySpan<byte> RowAt(int y) => _data.Slice((_isTopDown ? y : Height - 1 - y) * _stride, _stride);

    private uint PixelOf(ReadOnlySpan<byte> row, int x) => Format switch
    {
        BitmapFormat.Bit1Le => Color((row[x >> 3] >> (x & 7)) & 1),
        BitmapFormat.Bit1Be => Color((row[x >> 3] >> (7 - (x & 7))) & 1),
        BitmapFormat.Bit4Le => Color((x & 1) == 0 ? row[x >> 1] & 15 : row[x >> 1] >> 4),
        BitmapFormat.Bit4Be => Color((x & 1) == 0 ? row[x >> 1] >> 4 : row[x >> 1] & 15),
        BitmapFormat.Bit8 => Color(row[x]),
        BitmapFormat.Rgb555 => 0xFF000000 | Channel.From555(BinaryPrimitives.ReadUInt16LittleEndian(row[(x * 2)..])),
        BitmapFormat.Bgr24 => 0xFF000000 | row[x * 3] | ((uint)row[(x * 3) + 1] << 8) | ((uint)row[(x * 3) + 2] << 16),
        BitmapFormat.Bgrx32 => 0xFF000000 | BinaryPrimitives.ReadUInt32LittleEndian(row[(x * 4)..]),
        BitmapFormat.Bgra32 => BinaryPrimitives.ReadUInt32LittleEndian(row[(x * 4)..]),
        _ => (uint)row[x] << 24,
    };

    private uint Color(int index) => 0xFF000000 | _palette![index];
}
