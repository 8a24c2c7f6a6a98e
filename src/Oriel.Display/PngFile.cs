using System.Buffers.Binary;
using System.IO.Compression;
using Oriel.Relay.Inspection;

namespace Oriel.Display;

/// <summary>Writes pictures as 8-bit RGB PNG (ISO/IEC 15948), and those of 16 bits as such. Lossless; any thread; not for the frame path.</summary>
public static partial class PngFile
{
    private static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>
    /// Writes a file, replacing one of that name at once: a reader sees the old file or the whole new one. Throws <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/> as the file system does.
    /// </summary>
    public static void Write(string path, CapturedPicture picture) => Replace(path, file => Write(file, picture));

    /// <inheritdoc cref="Write(string, CapturedPicture)"/>
    public static void Write(string path, DeepImage picture) => Replace(path, file => Write(file, picture));

    /// <summary>Writes to a stream, which need not seek.</summary>
    public static void Write(Stream output, CapturedPicture picture)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Width <= 0 || picture.Height <= 0 || picture.Rgb.LongLength < 3L * picture.Width * picture.Height)
        {
            throw new ArgumentException($"{picture.Rgb.LongLength} bytes are no {picture.Width}x{picture.Height} RGB picture", nameof(picture));
        }

        Begin(output, picture.Width, picture.Height, bits: 8);
        End(output, zlib => WriteRows(zlib, picture));
    }

    private static void Begin(Stream output, int width, int height, byte bits)
    {
        output.Write(s_signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = bits; // per channel
        header[9] = 2; // colour type RGB
        WriteChunk(output, "IHDR"u8, header);
    }

    private static void End(Stream output, Action<ZLibStream> writeRows)
    {
        using var body = new MemoryStream();
        using (var zlib = new ZLibStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            writeRows(zlib);
        }

        WriteChunk(output, "IDAT"u8, body.GetBuffer().AsSpan(0, (int)body.Length));
        WriteChunk(output, "IEND"u8, []);
    }

    private static void Replace(string path, Action<Stream> write)
    {
        var draft = $"{path}.{Environment.ProcessId}.part";
        try
        {
            using (var file = File.Create(draft))
            {
                write(file);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    // Filter 2: each row as the difference to the one above, which suits desktops.
    private static void WriteRows(ZLibStream zlib, CapturedPicture picture)
    {
        var bytes = picture.Width * 3;
        var line = new byte[bytes + 1];
        line[0] = 2;
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Rgb.AsSpan(y * bytes, bytes);
            if (y == 0)
            {
                row.CopyTo(line.AsSpan(1));
            }
            else
            {
                var above = picture.Rgb.AsSpan((y - 1) * bytes, bytes);
                for (var i = 0; i < bytes; i++)
                {
                    line[i + 1] = (byte)(row[i] - above[i]);
                }
            }

            zlib.Write(line);
        }
    }

    /// <summary>Writes one chunk: length, type, data, checksum over type and data.</summary>
    internal static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        output.Write(word);
        output.Write(type);
        output.Write(data);
        var crc = Crc32.Start();
        crc.Add(type);
        crc.Add(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, crc.Value);
        output.Write(word);
    }
}
