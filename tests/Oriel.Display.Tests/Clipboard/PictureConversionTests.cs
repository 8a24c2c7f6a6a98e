using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Oriel.Display.Clipboard;
using Oriel.Relay.Inspection;
using Oriel.Testing;

namespace Oriel.Display.Tests.Clipboard;

/// <summary>PNG and BMP for the clipboard: every kind that is read, the way there and back, and broken files.</summary>
public sealed class PictureConversionTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(7, 5, true)]
    [InlineData(640, 3, false)]
    [InlineData(3, 640, true)]
    public void There_and_back_is_the_same_picture(int width, int height, bool alpha)
    {
        var picture = Random(width, height, alpha);
        var png = PngPicture.Write(picture);
        Assert.Equal(picture.Rgba, PngPicture.Read(png).Rgba);
        var bmp = PictureConversion.Convert(png, HostContentType.Bmp);
        Assert.Equal(picture.Rgba, BmpPicture.Read(bmp).Rgba);
        Assert.Equal(png, PictureConversion.Convert(bmp, HostContentType.Png));
        Assert.Equal(alpha ? 32 : 24, BinaryPrimitives.ReadInt16LittleEndian(bmp.AsSpan(28)));

        // An independent reader sees the same colours.
        var other = PngReader.Parse(png);
        Assert.Equal((width, height), (other.Width, other.Height));
        for (var i = 0; i < width * height; i++)
        {
            Assert.Equal((picture.Rgba[4 * i] << 16) | (picture.Rgba[(4 * i) + 1] << 8) | picture.Rgba[(4 * i) + 2], other[i % width, i / width]);
        }
    }

    [Theory]
    [InlineData(0, 1, new byte[] { 0b10110000 }, new byte[] { 255, 0, 255, 255 })]
    [InlineData(0, 2, new byte[] { 0b00011011 }, new byte[] { 0, 85, 170, 255 })]
    [InlineData(0, 4, new byte[] { 0x0F, 0x70 }, new byte[] { 0, 255, 119, 0 })]
    [InlineData(0, 8, new byte[] { 1, 2, 3, 4 }, new byte[] { 1, 2, 3, 4 })]
    [InlineData(0, 16, new byte[] { 1, 99, 2, 99, 3, 99, 4, 99 }, new byte[] { 1, 2, 3, 4 })]
    public void Grey_of_every_depth(int color, int bits, byte[] row, byte[] grey)
    {
        var picture = PngPicture.Read(Png(4, 1, bits, color, row));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal([grey[i], grey[i], grey[i], 255], picture.Row(0).Slice(4 * i, 4).ToArray());
        }
    }

    [Fact]
    public void Palettes_and_transparency()
    {
        byte[] palette = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        var picture = PngPicture.Read(Png(4, 1, 2, 3, [0b00011011], ("PLTE", palette), ("tRNS", [0, 128])));
        Assert.Equal([1, 2, 3, 0, 4, 5, 6, 128, 7, 8, 9, 255, 10, 11, 12, 255], picture.Rgba);
        Assert.Throws<PictureFormatException>(() => PngPicture.Read(Png(4, 1, 2, 3, [0b00011011], ("PLTE", palette[..9]))));
        Assert.Equal([9, 8, 7, 0], PngPicture.Read(Png(1, 1, 8, 2, [9, 8, 7], ("tRNS", [0, 9, 0, 8, 0, 7]))).Rgba);
        Assert.Equal([9, 8, 7, 255], PngPicture.Read(Png(1, 1, 8, 2, [9, 8, 7], ("tRNS", [0, 9, 0, 8, 0, 6]))).Rgba);
        Assert.Equal([5, 5, 5, 77], PngPicture.Read(Png(1, 1, 8, 4, [5, 77])).Rgba);
        Assert.Equal([5, 6, 7, 8], PngPicture.Read(Png(1, 1, 16, 6, [5, 0, 6, 0, 7, 0, 8, 0])).Rgba);
    }

    [Fact]
    public void Bitmaps_of_every_depth()
    {
        Assert.Equal([3, 2, 1, 255, 6, 5, 4, 255], BmpPicture.Read(Bmp(2, 1, 1, 0, [0b01000000, 0, 0, 0], [1, 2, 3, 0, 4, 5, 6, 0])).Rgba);
        Assert.Equal([3, 2, 1, 255, 6, 5, 4, 255], BmpPicture.Read(Bmp(2, 1, 4, 0, [0x01, 0, 0, 0], [1, 2, 3, 0, 4, 5, 6, 0])).Rgba);
        Assert.Equal([3, 2, 1, 255, 0, 0, 0, 255], BmpPicture.Read(Bmp(2, 1, 8, 0, [0, 9, 0, 0], [1, 2, 3, 0])).Rgba);
        Assert.Equal([255, 0, 0, 255, 0, 0, 255, 255], BmpPicture.Read(Bmp(2, 1, 16, 0, [0x00, 0x7C, 0x1F, 0x00])).Rgba);
        Assert.Equal([3, 2, 1, 255], BmpPicture.Read(Bmp(1, 1, 24, 0, [1, 2, 3, 0])).Rgba);
        Assert.Equal([3, 2, 1, 255], BmpPicture.Read(Bmp(1, 1, 32, 0, [1, 2, 3, 9])).Rgba);

        // Colour masks behind the header; rows from the top with a negative height.
        Assert.Equal([1, 2, 3, 255], BmpPicture.Read(Bmp(1, 1, 32, 3, [1, 2, 3, 9], [0xFF, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0xFF, 0])).Rgba);
        var twoRows = Bmp(1, 2, 24, 0, [1, 1, 1, 0, 2, 2, 2, 0]);
        Assert.Equal([2, 2, 2, 255, 1, 1, 1, 255], BmpPicture.Read(twoRows).Rgba);
        BinaryPrimitives.WriteInt32LittleEndian(twoRows.AsSpan(22), -2);
        Assert.Equal([1, 1, 1, 255, 2, 2, 2, 255], BmpPicture.Read(twoRows).Rgba);
    }

    [Fact]
    public void Sizes_that_are_only_claimed_are_refused_without_memory()
    {
        var bmp = Bmp(1, 1, 24, 0, [1, 2, 3, 0]);
        foreach (var (width, height) in new[] { (int.MaxValue, int.MaxValue), (int.MaxValue, int.MinValue), (-1, 1), (0, 0), (60_000, 1000), (1, int.MinValue) })
        {
            BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), width);
            BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), height);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<PictureFormatException>(() => BmpPicture.Read(bmp));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }

        Assert.Throws<PictureFormatException>(() => PngPicture.Read(Png(100_000, 100_000, 8, 2, [0])));
    }

    [Fact]
    public void A_broken_file_is_refused_and_never_more_than_that()
    {
        byte[][] good =
        [
            PngPicture.Write(Random(9, 7, true)), PngPicture.Write(Random(5, 5, false)), BmpPicture.Write(Random(9, 7, true)), BmpPicture.Write(Random(5, 5, false)),
            Png(4, 1, 2, 3, [0b00011011], ("PLTE", new byte[12])), Bmp(2, 1, 8, 0, [0, 9, 0, 0], [1, 2, 3, 0]),
        ];
        var gen = from which in Gen.Choose(0, good.Length - 1) from seed in Gen.Choose(0, int.MaxValue - 1) select (which, seed);
        Prop.ForAll(Arb.From(gen, _ => []), c =>
        {
            var random = new Random(c.seed);
            var file = (byte[])good[c.which].Clone();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                // Mostly in the headers, where the numbers are; sizes stay small enough for a test.
                file[random.Next(Math.Min(file.Length, random.Next(2) == 0 ? 64 : file.Length))] = (byte)random.Next(random.Next(2) == 0 ? 256 : 4);
            }

            Array.Resize(ref file, random.Next(3) == 0 ? random.Next(file.Length + 1) : file.Length);
            try
            {
                _ = PictureConversion.Convert(file, file.Length > 0 && file[0] == 'B' ? HostContentType.Png : HostContentType.Bmp);
            }
            catch (PictureFormatException)
            {
                // What a broken file may do.
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(20261121, 5));
    }

    private static ClipboardPicture Random(int width, int height, bool alpha)
    {
        var picture = new ClipboardPicture(width, height);
        new Random(width).NextBytes(picture.Rgba);
        for (var i = 3; i < picture.Rgba.Length; i += 4)
        {
            picture.Rgba[i] = alpha && i != 3 ? picture.Rgba[i] : alpha ? (byte)7 : (byte)255;
        }

        return picture;
    }

    private static byte[] Png(int width, int height, int bits, int color, byte[] rows, params (string Type, byte[] Data)[] more)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)bits;
        header[9] = (byte)color;
        Chunk("IHDR", header);
        foreach (var (type, data) in more)
        {
            Chunk(type, data);
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write([0, .. rows]);
        }

        Chunk("IDAT", packed.ToArray());
        Chunk("IEND", []);
        return file.ToArray();

        void Chunk(string type, byte[] data)
        {
            var word = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
            file.Write(word);
            var name = System.Text.Encoding.ASCII.GetBytes(type);
            file.Write(name);
            file.Write(data);
            var crc = Crc32.Start();
            crc.Add(name);
            crc.Add(data);
            BinaryPrimitives.WriteUInt32BigEndian(word, crc.Value);
            file.Write(word);
        }
    }

    private static byte[] Bmp(int width, int height, int bits, int compression, byte[] rows, byte[]? table = null)
    {
        table ??= [];
        var file = new byte[54 + table.Length + rows.Length];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + table.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), (short)bits);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(30), compression);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(46), bits <= 8 ? table.Length / 4 : 0);
        table.CopyTo(file, 54);
        rows.CopyTo(file, 54 + table.Length);
        return file;
    }
}
