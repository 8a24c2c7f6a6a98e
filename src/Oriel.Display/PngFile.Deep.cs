using System.Buffers.Binary;
using System.IO.Compression;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Display;

/// <content>
/// 16-bit pictures. HDR says so in the chunks of the third edition of the standard: cICP 9, 16, 0, 1 (BT.2020, PQ, RGB, full range), mDCV and cLLI with what the guest says of its display. Others are
/// marked sRGB.
/// </content>
public static partial class PngFile
{
    /// <summary>Writes to a stream, which need not seek.</summary>
    public static void Write(Stream output, DeepImage picture)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Width <= 0 || picture.Height <= 0 || picture.Rgb.LongLength < 3L * picture.Width * picture.Height)
        {
            throw new ArgumentException($"{picture.Rgb.LongLength} samples are no {picture.Width}x{picture.Height} RGB picture", nameof(picture));
        }

        Begin(output, picture.Width, picture.Height, bits: 16);
        if (picture.IsHdr)
        {
            WriteChunk(output, "cICP"u8, [9, 16, 0, 1]);
            if (picture.Hdr is { } hdr)
            {
                WriteDisplay(output, hdr);
            }
        }
        else
        {
            WriteChunk(output, "sRGB"u8, [0]);
        }

        End(output, zlib => WriteRows(zlib, picture));
    }

    // Chromaticities in 0.00002, luminance in 0.0001 cd/m2.
    private static void WriteDisplay(Stream output, in HdrMetadata hdr)
    {
        Span<byte> chunk = stackalloc byte[24];
        ReadOnlySpan<ushort> places = [hdr.RedX, hdr.RedY, hdr.GreenX, hdr.GreenY, hdr.BlueX, hdr.BlueY, hdr.WhiteX, hdr.WhiteY];
        for (var i = 0; i < places.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(chunk[(2 * i)..], places[i]);
        }

        BinaryPrimitives.WriteUInt32BigEndian(chunk[16..], TenThousandths(hdr.MaxLuminance));
        BinaryPrimitives.WriteUInt32BigEndian(chunk[20..], hdr.MinLuminance);
        WriteChunk(output, "mDCV"u8, chunk);
        BinaryPrimitives.WriteUInt32BigEndian(chunk, TenThousandths(hdr.MaxCll));
        BinaryPrimitives.WriteUInt32BigEndian(chunk[4..], TenThousandths(hdr.MaxFall));
        WriteChunk(output, "cLLI"u8, chunk[..8]);
    }

    private static uint TenThousandths(uint nits) => (uint)Math.Min(nits * 10_000UL, int.MaxValue);

    private static void WriteRows(ZLibStream zlib, DeepImage picture)
    {
        var samples = picture.Width * 3;
        var (row, above, line) = (new byte[2 * samples], new byte[2 * samples], new byte[(2 * samples) + 1]);
        line[0] = 2;
        for (var y = 0; y < picture.Height; y++)
        {
            for (var i = 0; i < samples; i++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(2 * i), picture.Rgb[(y * samples) + i]);
            }

            for (var i = 0; i < row.Length; i++)
            {
                line[i + 1] = (byte)(row[i] - above[i]);
            }

            zlib.Write(line);
            (row, above) = (above, row);
        }
    }
}
