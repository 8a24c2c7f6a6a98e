using System.Buffers.Binary;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Pictures;

/// <summary>Turns rows of frames of any type into composed pixels (<see cref="PictureColor"/>). For one thread; the tables are shared.</summary>
internal sealed class RowDecoder(PictureColor color, int peakNits)
{
    /// <summary>What this frame's samples are; the renderer's rule.</summary>
    public static bool IsHdr(in FrameHeader frame) =>
        frame.Type == FrameType.Rgba16F || (frame.Type == FrameType.Rgba10 && (frame.Flags & FrameFlags.HdrPq) != 0);

    /// <summary>Ten bits or more.</summary>
    public static bool IsDeep(in FrameHeader frame) => frame.Type is FrameType.Rgba16F or FrameType.Rgba10;

    /// <summary>Decodes one row.</summary>
    /// <param name="frame">What it belongs to.</param>
    /// <param name="row">Its bytes.</param>
    /// <param name="pixels">Four bytes for each pixel.</param>
    public void Decode(in FrameHeader frame, ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        var width = (int)frame.FrameWidth;
        var isPq = IsHdr(frame);
        if (color != PictureColor.Sdr8 && frame.Type == FrameType.Rgba10 && isPq == (color == PictureColor.Hdr10))
        {
            // As it is; the two highest bits mean nothing.
            for (var at = 0; at < 4 * width; at += 4)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(pixels[at..], BinaryPrimitives.ReadUInt32LittleEndian(row[at..]) & 0x3FFFFFFF);
            }

            return;
        }

        if (color == PictureColor.Hdr10 && frame.Type == FrameType.Rgba16F)
        {
            DecodeLight(row, pixels, width);
            return;
        }

        switch (frame.Type)
        {
            case FrameType.Bgra:
                row[..(4 * width)].CopyTo(pixels);
                break;
            case FrameType.Rgba:
                for (var at = 0; at < 4 * width; at += 4)
                {
                    var word = BinaryPrimitives.ReadUInt32LittleEndian(row[at..]);
                    BinaryPrimitives.WriteUInt32LittleEndian(pixels[at..], ((word >> 16) & 0xFF) | (word & 0xFF00) | ((word & 0xFF) << 16));
                }

                break;
            case FrameType.Bgr32:
                for (int from = 0, to = 0; to < 4 * width; from += 3, to += 4)
                {
                    (pixels[to], pixels[to + 1], pixels[to + 2]) = (row[from], row[from + 1], row[from + 2]);
                }

                break;
            case FrameType.Rgb24:
                for (int from = 0, to = 0; to < 4 * width; from += 3, to += 4)
                {
                    (pixels[to], pixels[to + 1], pixels[to + 2]) = (row[from + 2], row[from + 1], row[from]);
                }

                break;
            case FrameType.Rgba10 when !isPq:
                for (var at = 0; at < 4 * width; at += 4)
                {
                    var word = BinaryPrimitives.ReadUInt32LittleEndian(row[at..]);
                    (pixels[at], pixels[at + 1], pixels[at + 2]) = (To8(word >> 20), To8(word >> 10), To8(word));
                }

                break;
            case FrameType.Rgba10:
                MapPq(frame, row, pixels, width);
                break;
            default:
                MapLight(frame, row, pixels, width);
                break;
        }

        if (color != PictureColor.Sdr8)
        {
            Widen(pixels, width, frame.SdrWhiteNits);
        }
    }

    /// <summary>A pixel of 8-bit sRGB as a word of the composed picture.</summary>
    public uint Word(int r, int g, int b, uint whiteNits) => color switch
    {
        PictureColor.Sdr8 => (uint)(b | (g << 8) | (r << 16)),
        PictureColor.Sdr10 => To10(r) | (To10(g) << 10) | (To10(b) << 20),
        _ => Pq(ColorCurves.Srgb8ToLight[r] * whiteNits, ColorCurves.Srgb8ToLight[g] * whiteNits, ColorCurves.Srgb8ToLight[b] * whiteNits),
    };

    /// <summary>8 bits as 10.</summary>
    public static uint To10(int value) => (uint)(((value * 1023) + 127) / 255);

    // Nearest; a tie is not possible. The shader's formula.
    private static byte To8(uint value) => (byte)((((value & 1023) * 255) + 511) / 1023);

    private static uint Pq(float r, float g, float b)
    {
        (r, g, b) = ColorCurves.ToBt2020(r, g, b);
        return ColorCurves.NitsToPq10(r) | (ColorCurves.NitsToPq10(g) << 10) | (ColorCurves.NitsToPq10(b) << 20);
    }

    // Linear, 1.0 = 80 nits, BT.709 primaries with values outside them.
    private static void DecodeLight(ReadOnlySpan<byte> row, Span<byte> pixels, int width)
    {
        var half = ColorCurves.Half;
        for (var x = 0; x < width; x++)
        {
            var pixel = row.Slice(8 * x, 8);
            BinaryPrimitives.WriteUInt32LittleEndian(pixels[(4 * x)..], Pq(
                half[BinaryPrimitives.ReadUInt16LittleEndian(pixel)] * 80,
                half[BinaryPrimitives.ReadUInt16LittleEndian(pixel[2..])] * 80,
                half[BinaryPrimitives.ReadUInt16LittleEndian(pixel[4..])] * 80));
        }
    }

    private void MapPq(in FrameHeader frame, ReadOnlySpan<byte> row, Span<byte> pixels, int width)
    {
        var map = new ToneMap(frame, peakNits);
        var nits = ColorCurves.Pq10ToNits;
        for (var at = 0; at < 4 * width; at += 4)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(row[at..]);
            var (r, g, b) = ColorCurves.ToBt709(nits[word & 1023], nits[(word >> 10) & 1023], nits[(word >> 20) & 1023]);
            (pixels[at + 2], pixels[at + 1], pixels[at]) = map.Map(r, g, b);
        }
    }

    private void MapLight(in FrameHeader frame, ReadOnlySpan<byte> row, Span<byte> pixels, int width)
    {
        var map = new ToneMap(frame, peakNits);
        var half = ColorCurves.Half;
        for (var x = 0; x < width; x++)
        {
            var pixel = row.Slice(8 * x, 8);
            (pixels[(4 * x) + 2], pixels[(4 * x) + 1], pixels[4 * x]) = map.Map(
                Math.Min(half[BinaryPrimitives.ReadUInt16LittleEndian(pixel)] * 80, 10000),
                Math.Min(half[BinaryPrimitives.ReadUInt16LittleEndian(pixel[2..])] * 80, 10000),
                Math.Min(half[BinaryPrimitives.ReadUInt16LittleEndian(pixel[4..])] * 80, 10000));
        }
    }

    private void Widen(Span<byte> pixels, int width, uint whiteNits)
    {
        for (var at = 0; at < 4 * width; at += 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(pixels[at..], Word(pixels[at + 2], pixels[at + 1], pixels[at], whiteNits));
        }
    }
}
