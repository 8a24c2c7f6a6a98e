using System.Buffers.Binary;

namespace Oriel.Spice.Picture;

/// <summary>Turns the seven shape types of spice.md section 11.3 into the three that the rest of the program knows.</summary>
internal static class CursorDecoder
{
    /// <summary>Longest edge, pixels; real ones have at most 256.</summary>
    private const int MaxEdge = 1024;

    /// <summary>Reads a shape from its type on (offset 10 of the Cursor structure).</summary>
    public static (byte Type, int Width, int Height, int HotX, int HotY) ReadHead(ref BodyReader reader)
    {
        var type = reader.U8();
        int width = reader.U16();
        int height = reader.U16();
        int hotX = reader.U16();
        int hotY = reader.U16();
        return (type, width, height, hotX, hotY);
    }

    /// <summary>Null for an empty shape (no pixels).</summary>
    public static CursorShape? Decode(ref BodyReader reader, (byte Type, int Width, int Height, int HotX, int HotY) head)
    {
        var (type, width, height, hotX, hotY) = head;
        if (width == 0 || height == 0)
        {
            return null;
        }

        if (width > MaxEdge || height > MaxEdge)
        {
            throw reader.Broken($"a cursor of {width}x{height} pixels");
        }

        // A hot spot outside would be the guest's mistake; the nearest pixel inside keeps the shape where the user sees it.
        (hotX, hotY) = (Math.Min(hotX, width - 1), Math.Min(hotY, height - 1));
        var bpl = (width + 7) / 8;
        return type switch
        {
            0 => new CursorShape(CursorKind.Color, width, height, hotX, hotY, width * 4, DecodeAlpha(reader.Bytes((long)width * height * 4))),
            1 => new CursorShape(CursorKind.Monochrome, width, height, hotX, hotY, bpl, reader.Bytes(2L * bpl * height).ToArray()),
            >= 2 and <= 6 => new CursorShape(CursorKind.MaskedColor, width, height, hotX, hotY, width * 4, DecodeColor(ref reader, type, width, height, bpl)),
            _ => throw reader.Broken($"cursor type {type}"),
        };
    }

    // Premultiplied to straight.
    private static byte[] DecodeAlpha(ReadOnlySpan<byte> data)
    {
        var pixels = data.ToArray();
        for (var i = 0; i < pixels.Length; i += 4)
        {
            int alpha = pixels[i + 3];
            if (alpha is 0 or 255)
            {
                continue;
            }

            for (var c = i; c < i + 3; c++)
            {
                pixels[c] = (byte)Math.Min(255, ((pixels[c] * 255) + (alpha / 2)) / alpha);
            }
        }

        return pixels;
    }

    // AND mask 0 = the colour; 1 = the screen XOR the colour: black leaves it, white inverts it. That is what a masked shape means by itself.
    private static byte[] DecodeColor(ref BodyReader reader, byte type, int width, int height, int bpl)
    {
        var (format, colors) = type switch
        {
            2 => (BitmapFormat.Bit4Be, 16),
            3 => (BitmapFormat.Bit8, 256),
            4 => (BitmapFormat.Rgb555, 0),
            5 => (BitmapFormat.Bgr24, 0),
            _ => (BitmapFormat.Bgrx32, 0),
        };
        var stride = (int)ImageRows.RowBytes(format, width);
        var data = reader.Bytes((long)stride * height);
        var palette = new uint[256];
        for (var i = 0; i < colors; i++)
        {
            palette[i] = reader.U32();
        }

        var image = new ImageRows(data, width, height, stride, isTopDown: true, format, palette);
        var mask = reader.Bytes((long)bpl * height);
        var pixels = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var isXor = ((mask[(y * bpl) + (x >> 3)] >> (7 - (x & 7))) & 1) != 0;
                BinaryPrimitives.WriteUInt32LittleEndian(pixels.AsSpan(((y * width) + x) * 4), (image.Pixel(x, y) & 0xFFFFFF) | (isXor ? 0xFF000000 : 0));
            }
        }

        return pixels;
    }
}
