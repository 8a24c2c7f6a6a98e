using System.Buffers.Binary;
using System.IO.Compression;
using Oriel.Testing;

namespace Oriel.Display.Tests;

/// <summary>The PNG writer, read back by a reader that knows only the standard.</summary>
public sealed class PngFileTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(320, 200)]
    public void What_is_written_reads_back(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        new Random(width).NextBytes(rgb);
        using var stream = new MemoryStream();
        PngFile.Write(stream, new CapturedPicture(width, height, rgb));
        Assert.Equal(rgb, Read(stream.ToArray(), width, height));
    }

    [Fact]
    public void A_file_appears_whole_or_not_at_all()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "a.png");
        PngFile.Write(path, new CapturedPicture(2, 2, new byte[12]));
        PngFile.Write(path, new CapturedPicture(3, 1, new byte[9]));
        Assert.Equal(["a.png"], Directory.EnumerateFiles(folder.Path).Select(f => Path.GetFileName(f)));
        Assert.Equal(new byte[9], Read(File.ReadAllBytes(path), 3, 1));
        Assert.ThrowsAny<IOException>(() => PngFile.Write(Path.Combine(folder.Path, "none", "b.png"), new CapturedPicture(1, 1, new byte[3])));
        Assert.Throws<ArgumentException>(() => PngFile.Write(path, new CapturedPicture(2, 2, new byte[11])));
        Assert.Equal(["a.png"], Directory.EnumerateFiles(folder.Path).Select(f => Path.GetFileName(f)));
    }

    private static byte[] Read(byte[] file, int width, int height)
    {
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(file, 0, 8));
        var at = 8;
        using var data = new MemoryStream();
        var types = new List<string>();
        while (at < file.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(file, at + 4, 4);
            Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)), Crc(file.AsSpan(at + 4, length + 4)));
            types.Add(type);
            if (type == "IHDR")
            {
                Assert.Equal((width, height), (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 8)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 12))));
                Assert.Equal("0802000000", Convert.ToHexString(file, at + 16, 5));
            }
            else if (type == "IDAT")
            {
                data.Write(file, at + 8, length);
            }

            at += 12 + length;
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], types);
        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(2, zlib.ReadByte());
            var row = rgb.AsSpan(y * width * 3, width * 3);
            zlib.ReadExactly(row);
            for (var i = 0; y > 0 && i < row.Length; i++)
            {
                row[i] += rgb[((y - 1) * width * 3) + i];
            }
        }

        return rgb;
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320u);
            }
        }

        return ~crc;
    }
}
