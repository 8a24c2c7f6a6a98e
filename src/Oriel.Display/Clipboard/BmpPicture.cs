using System.Buffers.Binary;
using System.Numerics;

namespace Oriel.Display.Clipboard;

/// <summary>Windows bitmap files: reads 1 to 32 bits without compression, writes 24 bits, or 32 with alpha. Strict: every offset is checked before it is used.</summary>
internal static class BmpPicture
{
    private const int FileHeader = 14;
    private const int InfoHeader = 40;
    private const int V4Header = 108;

    public static ClipboardPicture Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeader + InfoHeader || file[0] != 'B' || file[1] != 'M')
        {
            throw new PictureFormatException("it is no BMP file");
        }

        var pixels = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        var info = file[FileHeader..];
        var headerBytes = BinaryPrimitives.ReadUInt32LittleEndian(info);
        var (width, height) = (BinaryPrimitives.ReadInt32LittleEndian(info[4..]), (long)BinaryPrimitives.ReadInt32LittleEndian(info[8..]));
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(info[14..]);
        var compression = BinaryPrimitives.ReadUInt32LittleEndian(info[16..]);
        if (headerBytes < InfoHeader || headerBytes > info.Length || bits is not (1 or 4 or 8 or 16 or 24 or 32) || !(compression == 0 || (compression is 3 or 6 && bits is 16 or 32)))
        {
            throw new PictureFormatException($"a BMP of {bits} bits with compression {compression} and a header of {headerBytes} bytes is not read");
        }

        // Before memory is taken for it: a row has at most 8 GiB, so the product of both fits.
        var stride = ((((long)width * bits) + 31) / 32) * 4;
        if (width <= 0 || pixels > file.Length || stride * Math.Abs(height) > file.Length - pixels)
        {
            throw new PictureFormatException($"a BMP of {width}x{height} with {bits} bits does not fit into {file.Length} bytes");
        }

        var picture = new ClipboardPicture(width, Math.Abs(height));
        var rows = file[(int)pixels..];
        var palette = bits <= 8 ? Palette(info[(int)headerBytes..], bits, BinaryPrimitives.ReadUInt32LittleEndian(info[32..])) : [];
        var masks = bits is 16 or 32 ? Masks(info, headerBytes, bits, compression) : default;
        for (var y = 0; y < picture.Height; y++)
        {
            // A negative height means rows from the top.
            var row = rows.Slice((int)(stride * (height < 0 ? y : picture.Height - 1 - y)), (int)stride);
            ReadRow(row, picture.Row(y), bits, palette, masks);
        }

        return picture;
    }

    public static byte[] Write(ClipboardPicture picture)
    {
        var hasAlpha = picture.HasAlpha;
        var (header, bytes) = (hasAlpha ? V4Header : InfoHeader, hasAlpha ? 4 : 3);
        var stride = (((long)picture.Width * bytes) + 3) / 4 * 4;
        var size = FileHeader + header + (stride * picture.Height);
        if (size > int.MaxValue)
        {
            throw new PictureFormatException($"a BMP of {picture.Width}x{picture.Height} would have {size} bytes");
        }

        var file = new byte[size];
        var at = file.AsSpan();
        at[0] = (byte)'B';
        at[1] = (byte)'M';
        BinaryPrimitives.WriteUInt32LittleEndian(at[2..], (uint)size);
        BinaryPrimitives.WriteInt32LittleEndian(at[10..], FileHeader + header);
        var info = at[FileHeader..];
        BinaryPrimitives.WriteInt32LittleEndian(info, header);
        BinaryPrimitives.WriteInt32LittleEndian(info[4..], picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(info[8..], picture.Height);
        BinaryPrimitives.WriteUInt16LittleEndian(info[12..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(info[14..], (ushort)(8 * bytes));
        BinaryPrimitives.WriteUInt32LittleEndian(info[20..], (uint)(stride * picture.Height));
        BinaryPrimitives.WriteInt32LittleEndian(info[24..], 2835); // 72 dpi
        BinaryPrimitives.WriteInt32LittleEndian(info[28..], 2835);
        if (hasAlpha)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(info[16..], 3); // masks follow
            BinaryPrimitives.WriteUInt32LittleEndian(info[40..], 0x00FF0000);
            BinaryPrimitives.WriteUInt32LittleEndian(info[44..], 0x0000FF00);
            BinaryPrimitives.WriteUInt32LittleEndian(info[48..], 0x000000FF);
            BinaryPrimitives.WriteUInt32LittleEndian(info[52..], 0xFF000000);
            "BGRs"u8.CopyTo(info[56..]); // the colour space is sRGB
        }

        for (var y = 0; y < picture.Height; y++)
        {
            var row = at[(int)(FileHeader + header + (stride * (picture.Height - 1 - y)))..];
            var source = picture.Row(y);
            for (var x = 0; x < picture.Width; x++)
            {
                row[bytes * x] = source[(4 * x) + 2];
                row[(bytes * x) + 1] = source[(4 * x) + 1];
                row[(bytes * x) + 2] = source[4 * x];
                if (hasAlpha)
                {
                    row[(bytes * x) + 3] = source[(4 * x) + 3];
                }
            }
        }

        return file;
    }

    private static void ReadRow(ReadOnlySpan<byte> row, Span<byte> target, int bits, byte[] palette, (uint R, uint G, uint B, uint A) masks)
    {
        for (var x = 0; x < target.Length / 4; x++)
        {
            var pixel = target.Slice(4 * x, 4);
            switch (bits)
            {
                case 24:
                    (pixel[0], pixel[1], pixel[2], pixel[3]) = (row[(3 * x) + 2], row[(3 * x) + 1], row[3 * x], 255);
                    break;
                case 16 or 32:
                    var word = bits == 32 ? BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]) : BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]);
                    (pixel[0], pixel[1], pixel[2], pixel[3]) = (Part(word, masks.R, 0), Part(word, masks.G, 0), Part(word, masks.B, 0), Part(word, masks.A, 255));
                    break;
                default:
                    var index = (row[x * bits / 8] >> (8 - bits - (x * bits % 8))) & ((1 << bits) - 1);
                    palette.AsSpan(4 * index, 4).CopyTo(pixel);
                    break;
            }
        }
    }

    // Always a full table: an index the file has no entry for is opaque black.
    private static byte[] Palette(ReadOnlySpan<byte> table, int bits, uint count)
    {
        var palette = new byte[4 << bits];
        var entries = Math.Min(count == 0 ? 1u << bits : count, 1u << bits);
        for (var i = 0; i < 1 << bits; i++)
        {
            palette[(4 * i) + 3] = 255;
            if (i < entries && (4 * i) + 4 <= table.Length)
            {
                (palette[4 * i], palette[(4 * i) + 1], palette[(4 * i) + 2]) = (table[(4 * i) + 2], table[(4 * i) + 1], table[4 * i]);
            }
        }

        return palette;
    }

    private static (uint R, uint G, uint B, uint A) Masks(ReadOnlySpan<byte> info, uint headerBytes, int bits, uint compression)
    {
        if (compression == 0)
        {
            return bits == 32 ? (0xFF0000u, 0xFF00u, 0xFFu, 0u) : (0x7C00u, 0x3E0u, 0x1Fu, 0u);
        }

        // After the plain header, or inside the longer ones: the same place.
        if (info.Length < InfoHeader + 12)
        {
            throw new PictureFormatException("a BMP whose colour masks are missing");
        }

        var hasAlpha = (headerBytes >= 56 || compression == 6) && info.Length >= InfoHeader + 16;
        return (BinaryPrimitives.ReadUInt32LittleEndian(info[40..]), BinaryPrimitives.ReadUInt32LittleEndian(info[44..]), BinaryPrimitives.ReadUInt32LittleEndian(info[48..]),
            hasAlpha ? BinaryPrimitives.ReadUInt32LittleEndian(info[52..]) : 0);
    }

    private static byte Part(uint word, uint mask, byte absent)
    {
        if (mask == 0)
        {
            return absent;
        }

        var shift = BitOperations.TrailingZeroCount(mask);
        var most = mask >> shift;
        return (byte)((((ulong)(word & mask) >> shift) * 255) / most);
    }
}
