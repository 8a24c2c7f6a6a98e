using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Oriel.Testing;

/// <summary>A picture as tests compare it.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Rgb">3 bytes per pixel, rows tight, top first.</param>
public sealed record RgbImage(int Width, int Height, byte[] Rgb)
{
    /// <summary>One pixel as 0xRRGGBB.</summary>
    public int this[int x, int y]
    {
        get
        {
            var at = ((y * Width) + x) * 3;
            return (Rgb[at] << 16) | (Rgb[at + 1] << 8) | Rgb[at + 2];
        }
    }

    /// <summary>A part of it; must lie inside.</summary>
    public RgbImage Crop(int x, int y, int width, int height)
    {
        var part = new byte[width * height * 3];
        for (var row = 0; row < height; row++)
        {
            Rgb.AsSpan((((y + row) * Width) + x) * 3, width * 3).CopyTo(part.AsSpan(row * width * 3));
        }

        return new RgbImage(width, height, part);
    }

    /// <summary>How many bytes differ from another picture of the same size; -1 when the sizes differ.</summary>
    public int CountDifferences(RgbImage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Width != other.Width || Height != other.Height)
        {
            return -1;
        }

        var count = 0;
        for (var i = 0; i < Rgb.Length; i++)
        {
            count += Rgb[i] == other.Rgb[i] ? 0 : 1;
        }

        return count;
    }

    /// <summary>Writes an 8-bit RGB PNG, for people to look at.</summary>
    public void SavePng(string path)
    {
        using var body = new MemoryStream();
        using (var zlib = new ZLibStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < Height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(Rgb, y * Width * 3, Width * 3);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        header[8] = 8;
        header[9] = 2;
        using var file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", body.ToArray());
        WriteChunk(file, "IEND", []);
    }

    private static void WriteChunk(Stream file, string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        file.Write(typed);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc(typed));
        file.Write(word);
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
