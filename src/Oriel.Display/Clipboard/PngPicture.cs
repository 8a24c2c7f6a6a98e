using System.Buffers.Binary;
using System.IO.Compression;

namespace Oriel.Display.Clipboard;

/// <summary>PNG files (ISO/IEC 15948): reads every colour type without interlacing, writes RGB or RGBA of 8 bits. Strict; what is inflated is bounded by the size the header names.</summary>
internal static class PngPicture
{
    private static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static ClipboardPicture Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(s_signature))
        {
            throw new PictureFormatException("it is no PNG file");
        }

        Header header = default;
        byte[] palette = [];
        byte[] transparency = [];
        using var packed = new MemoryStream();
        var at = file[s_signature.Length..];
        while (at.Length >= 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(at);
            if (length > at.Length - 12)
            {
                throw new PictureFormatException($"a PNG chunk of {length} bytes where {at.Length - 12} are left");
            }

            var type = at.Slice(4, 4);
            var data = at.Slice(8, (int)length);
            if (type.SequenceEqual("IHDR"u8))
            {
                header = ReadHeader(data);
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                palette = data.ToArray();
            }
            else if (type.SequenceEqual("tRNS"u8))
            {
                transparency = data.ToArray();
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                packed.Write(data);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                break;
            }

            at = at[(12 + (int)length)..];
        }

        if (header.Bits == 0)
        {
            throw new PictureFormatException("a PNG file without a header");
        }

        packed.Position = 0;
        return Inflate(header, packed, palette, transparency);
    }

    public static byte[] Write(ClipboardPicture picture)
    {
        var hasAlpha = picture.HasAlpha;
        var bytes = hasAlpha ? 4 : 3;
        using var output = new MemoryStream();
        output.Write(s_signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        header[8] = 8;
        header[9] = hasAlpha ? (byte)6 : (byte)2;
        PngFile.WriteChunk(output, "IHDR"u8, header);
        using var body = new MemoryStream();
        using (var zlib = new ZLibStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = new byte[1 + (picture.Width * bytes)];
            var above = new byte[picture.Width * bytes];
            var row = new byte[picture.Width * bytes];
            line[0] = 2; // the difference to the row above
            for (var y = 0; y < picture.Height; y++)
            {
                var source = picture.Row(y);
                for (var x = 0; x < picture.Width; x++)
                {
                    source.Slice(4 * x, bytes).CopyTo(row.AsSpan(bytes * x));
                }

                for (var i = 0; i < row.Length; i++)
                {
                    line[i + 1] = (byte)(row[i] - above[i]);
                }

                zlib.Write(line);
                (row, above) = (above, row);
            }
        }

        PngFile.WriteChunk(output, "IDAT"u8, body.GetBuffer().AsSpan(0, (int)body.Length));
        PngFile.WriteChunk(output, "IEND"u8, []);
        return output.ToArray();
    }

    private static Header ReadHeader(ReadOnlySpan<byte> data)
    {
        if (data.Length < 13)
        {
            throw new PictureFormatException($"a PNG header of {data.Length} bytes");
        }

        var header = new Header(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]), data[8], data[9]);
        var isKnown = (header.Color, header.Bits) is (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16);
        return isKnown && data[10] == 0 && data[11] == 0 && data[12] == 0
            ? header
            : throw new PictureFormatException($"a PNG of {header.Bits} bits, colour type {header.Color}, interlacing {data[12]} is not read");
    }

    private static ClipboardPicture Inflate(Header header, Stream packed, byte[] palette, byte[] transparency)
    {
        var picture = new ClipboardPicture(header.Width, header.Height);
        var stride = (int)((((long)picture.Width * header.Channels * header.Bits) + 7) / 8);
        var step = Math.Max(1, header.Channels * header.Bits / 8);
        var (line, row, above) = (new byte[1], new byte[stride], new byte[stride]);
        try
        {
            using var zlib = new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true);
            for (var y = 0; y < picture.Height; y++)
            {
                zlib.ReadExactly(line);
                zlib.ReadExactly(row);
                Unfilter(line[0], row, above, step);
                ReadRow(header, row, picture.Row(y), palette, transparency);
                (row, above) = (above, row);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new PictureFormatException($"the pixels of a PNG of {picture.Width}x{picture.Height} end early or are broken");
        }

        return picture;
    }

    private static void Unfilter(byte filter, byte[] row, byte[] above, int step)
    {
        if (filter > 4)
        {
            throw new PictureFormatException($"PNG filter {filter} does not exist");
        }

        for (var i = 0; filter > 0 && i < row.Length; i++)
        {
            var left = i >= step ? row[i - step] : 0;
            var corner = i >= step ? above[i - step] : 0;
            row[i] += (byte)(filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                _ => Paeth(left, above[i], corner),
            });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (a, b, c) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return a <= b && a <= c ? left : b <= c ? above : corner;
    }

    private static void ReadRow(Header header, byte[] row, Span<byte> target, byte[] palette, byte[] transparency)
    {
        // Of 16 bits the upper 8 are kept: nothing on a clipboard's way shows more.
        var bytes = header.Bits / 8;
        for (var x = 0; x < target.Length / 4; x++)
        {
            var pixel = target.Slice(4 * x, 4);
            var at = x * header.Channels * bytes;
            switch (header.Color)
            {
                case 2:
                    (pixel[0], pixel[1], pixel[2], pixel[3]) = (row[at], row[at + bytes], row[at + (2 * bytes)], Matches(row.AsSpan(at, 3 * bytes), bytes, transparency) ? (byte)0 : (byte)255);
                    break;
                case 4:
                    (pixel[0], pixel[1], pixel[2], pixel[3]) = (row[at], row[at], row[at], row[at + bytes]);
                    break;
                case 6:
                    (pixel[0], pixel[1], pixel[2], pixel[3]) = (row[at], row[at + bytes], row[at + (2 * bytes)], row[at + (3 * bytes)]);
                    break;
                default:
                    var sample = header.Bits == 16 ? row[at] : (row[x * header.Bits / 8] >> (8 - header.Bits - (x * header.Bits % 8))) & ((1 << header.Bits) - 1);
                    ReadSample(header, sample, pixel, palette, transparency);
                    if (header.Color == 0 && header.Bits == 16 && Matches(row.AsSpan(at, 2), 2, transparency))
                    {
                        pixel[3] = 0;
                    }

                    break;
            }
        }
    }

    private static void ReadSample(Header header, int sample, Span<byte> pixel, byte[] palette, byte[] transparency)
    {
        if (header.Color == 3)
        {
            if ((3 * sample) + 3 > palette.Length)
            {
                throw new PictureFormatException($"PNG colour {sample} of a palette of {palette.Length / 3}");
            }

            palette.AsSpan(3 * sample, 3).CopyTo(pixel);
            pixel[3] = sample < transparency.Length ? transparency[sample] : (byte)255;
            return;
        }

        var most = (1 << Math.Min(8, header.Bits)) - 1;
        pixel[..3].Fill((byte)(sample * 255 / most));
        pixel[3] = header.Bits < 16 && transparency.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(transparency) == sample ? (byte)0 : (byte)255;
    }

    // tRNS names one colour, with 16 bits a channel whatever the picture has.
    private static bool Matches(ReadOnlySpan<byte> pixel, int bytes, byte[] transparency)
    {
        var channels = pixel.Length / bytes;
        if (transparency.Length < 2 * channels)
        {
            return false;
        }

        for (var i = 0; i < channels; i++)
        {
            var value = bytes == 2 ? BinaryPrimitives.ReadUInt16BigEndian(pixel[(2 * i)..]) : pixel[i];
            if (value != BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(2 * i)))
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct Header(uint Width, uint Height, int Bits, int Color)
    {
        public int Channels => Color switch
        {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };
    }
}
