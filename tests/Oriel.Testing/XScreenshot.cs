using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;

namespace Oriel.Testing;

/// <summary>Grabs the root window of an X server with <c>xwd</c>, a program that shares no code with ours, and reads its dump format (X11/XWDFile.h).</summary>
public static class XScreenshot
{
    private const int ZPixmap = 2;

    // xwd reads windows of different visuals one by one, and gives up when one of them moves meanwhile.
    private const int Attempts = 5;

    /// <summary>The whole screen.</summary>
    public static RgbImage Take(string display)
    {
        for (var attempt = 1; ; attempt++)
        {
            var start = new ProcessStartInfo("xwd", ["-root", "-silent", "-display", display])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            using var dump = new MemoryStream();
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.BaseStream.CopyTo(dump);
            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                return Parse(dump.ToArray());
            }

            if (attempt == Attempts)
            {
                throw new InvalidOperationException($"xwd on {display} ended with {process.ExitCode}: {errors.Result}");
            }
        }
    }

    /// <summary>Reads a dump of a TrueColor screen with 24 or 32 bits per pixel.</summary>
    public static RgbImage Parse(ReadOnlySpan<byte> dump)
    {
        // All header words are big-endian 32 bit.
        var headerSize = Word(dump, 0);
        var format = Word(dump, 2);
        var width = Word(dump, 4);
        var height = Word(dump, 5);
        var littleEndian = Word(dump, 7) == 0;
        var bitsPerPixel = Word(dump, 11);
        var bytesPerLine = Word(dump, 12);
        var colours = Word(dump, 19);
        if (format != ZPixmap || !littleEndian || bitsPerPixel is not (24 or 32))
        {
            throw new NotSupportedException($"xwd format {format}, little-endian {littleEndian}, {bitsPerPixel} bits per pixel");
        }

        var (red, green, blue) = (Shift(Word(dump, 14)), Shift(Word(dump, 15)), Shift(Word(dump, 16)));
        var rgb = new byte[width * height * 3];
        var pixels = dump[(headerSize + (colours * 12))..];
        var step = bitsPerPixel / 8;
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Slice(y * bytesPerLine, width * step);
            for (var x = 0; x < width; x++)
            {
                var to = ((y * width) + x) * 3;
                rgb[to] = row[(x * step) + red];
                rgb[to + 1] = row[(x * step) + green];
                rgb[to + 2] = row[(x * step) + blue];
            }
        }

        return new RgbImage(width, height, rgb);
    }

    private static int Word(ReadOnlySpan<byte> dump, int index) => BinaryPrimitives.ReadInt32BigEndian(dump[(index * 4)..]);

    // Byte inside a little-endian pixel that an 8-bit channel mask selects.
    private static int Shift(int mask) => BitOperations.TrailingZeroCount(mask) / 8;
}
