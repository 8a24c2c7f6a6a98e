using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Synthetic;

/// <summary>
/// The pixel formula of the test pattern, for every storage type. With wrapping 32-bit arithmetic and seed s:
/// <code>
/// R = x + 3 s + 29 (s >> 8)
/// G = y + 5 s + 31 (s >> 8)
/// B = (x ^ y) + 37 (x >> 8) + 91 (y >> 8) + 7 s + 23 (s >> 8)
/// A = x + 3 y + 11 s + 19 (s >> 8)
/// </code>
/// 8-bit types store the low 8 bits of each, <see cref="FrameType.Rgba10"/> the low 10 (A: 2), <see cref="FrameType.Rgba16F"/> the half float with
/// bits 0x3000 + the low 12 (0.125 up to just under 2). Neighbours always differ, so any shift of rows, columns or frames shows.
/// </summary>
internal static class PatternPixels
{
    private const uint HalfBase = 0x3000;
    private const uint HalfMask = 0x0FFF;

    private static readonly Vector128<byte> s_dropFourth =
        Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);

    /// <summary>Bytes of one pixel in memory.</summary>
    public static int PixelBytes(FrameType type) => type switch
    {
        FrameType.Rgba16F => 8,
        FrameType.Bgr32 or FrameType.Rgb24 => 3,
        _ => 4,
    };

    /// <summary>Writes the pixels (x, y) to (x + count - 1, y) of content <paramref name="seed"/>; <paramref name="row"/> is exactly their bytes.</summary>
    public static void Fill(FrameType type, Span<byte> row, uint x, uint y, uint seed)
    {
        var terms = new Terms(y, seed);
        var done = type switch
        {
            FrameType.Rgba16F => FillHalf(row, x, terms),
            FrameType.Bgr32 or FrameType.Rgb24 => FillPacked(type, row, x, terms),
            _ => FillWords(type, row, x, terms),
        };
        var size = PixelBytes(type);
        for (var at = done * size; at < row.Length; at += size, done++)
        {
            WritePixel(type, row.Slice(at, size), unchecked(x + (uint)done), terms);
        }
    }

    /// <summary>Fills with black (all bits 0) or white (all components full; 1.0 for half floats).</summary>
    public static void FillSolid(FrameType type, Span<byte> row, bool white)
    {
        if (type != FrameType.Rgba16F || !white)
        {
            row.Fill(white ? (byte)0xFF : (byte)0);
            return;
        }

        for (var at = 0; at < row.Length; at += 2)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(row[at..], 0x3C00);
        }
    }

    /// <summary>True when the green component of the pixel is at least half of full.</summary>
    public static bool IsBright(FrameType type, ReadOnlySpan<byte> pixel) => type switch
    {
        FrameType.Rgba16F => (BinaryPrimitives.ReadUInt16LittleEndian(pixel[2..]) & 0x7FFF) >= 0x3800,
        FrameType.Rgba10 => ((BinaryPrimitives.ReadUInt32LittleEndian(pixel) >> 10) & 0x3FF) >= 512,
        _ => pixel[1] >= 128,
    };

    private static int FillWords(FrameType type, Span<byte> row, uint x, in Terms terms)
    {
        var whole = row.Length / 32 * 32;
        var xs = Vector256.Create(x) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        for (var at = 0; at < whole; at += 32)
        {
            Words(type, xs, terms).AsByte().CopyTo(row.Slice(at, 32));
            xs += Vector256.Create(8u);
        }

        return whole / 4;
    }

    private static int FillHalf(Span<byte> row, uint x, in Terms terms)
    {
        var whole = row.Length / 64 * 64;
        var xs = Vector256.Create(x) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        var mask = Vector256.Create(HalfMask);
        var first = Vector256.Create(HalfBase);
        var green = Vector256.Create(((terms.Green & HalfMask) + HalfBase) << 16);
        for (var at = 0; at < whole; at += 64)
        {
            var low = (((xs + Vector256.Create(terms.Red)) & mask) + first) | green;
            var high = ((Blue(xs, terms) & mask) + first) | ((((xs + Vector256.Create(terms.Alpha)) & mask) + first) << 16);
            (Vector256.WidenLower(low) | (Vector256.WidenLower(high) << 32)).AsByte().CopyTo(row.Slice(at, 32));
            (Vector256.WidenUpper(low) | (Vector256.WidenUpper(high) << 32)).AsByte().CopyTo(row.Slice(at + 32, 32));
            xs += Vector256.Create(8u);
        }

        return whole / 8;
    }

    /// <summary>Each half of a vector is squeezed to 12 bytes and stored as 16; the next store, or the caller's tail loop, covers the rest.</summary>
    private static int FillPacked(FrameType type, Span<byte> row, uint x, in Terms terms)
    {
        var like = type == FrameType.Bgr32 ? FrameType.Bgra : FrameType.Rgba;
        var xs = Vector256.Create(x) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        var at = 0;
        for (; row.Length - at >= 28; at += 24)
        {
            var words = Words(like, xs, terms);
            Vector128.Shuffle(words.GetLower().AsByte(), s_dropFourth).CopyTo(row.Slice(at, 16));
            Vector128.Shuffle(words.GetUpper().AsByte(), s_dropFourth).CopyTo(row.Slice(at + 12, 16));
            xs += Vector256.Create(8u);
        }

        return at / 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Words(FrameType type, Vector256<uint> xs, in Terms terms)
    {
        var red = xs + Vector256.Create(terms.Red);
        var blue = Blue(xs, terms);
        var alpha = xs + Vector256.Create(terms.Alpha);
        if (type == FrameType.Rgba10)
        {
            var ten = Vector256.Create(0x3FFu);
            return (red & ten) | Vector256.Create((terms.Green & 0x3FF) << 10) | ((blue & ten) << 20) | (alpha << 30);
        }

        var eight = Vector256.Create(0xFFu);
        var rest = Vector256.Create((terms.Green & 0xFF) << 8) | (alpha << 24);
        return type == FrameType.Bgra ? (blue & eight) | rest | ((red & eight) << 16) : (red & eight) | rest | ((blue & eight) << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Blue(Vector256<uint> xs, in Terms terms) =>
        (xs ^ Vector256.Create(terms.Y)) + ((xs >>> 8) * Vector256.Create(37u)) + Vector256.Create(terms.Blue);

    private static void WritePixel(FrameType type, Span<byte> pixel, uint x, in Terms terms)
    {
        unchecked
        {
            var red = x + terms.Red;
            var green = terms.Green;
            var blue = (x ^ terms.Y) + (37 * (x >> 8)) + terms.Blue;
            var alpha = x + terms.Alpha;
            switch (type)
            {
                case FrameType.Rgba16F:
                    BinaryPrimitives.WriteUInt16LittleEndian(pixel, (ushort)((red & HalfMask) + HalfBase));
                    BinaryPrimitives.WriteUInt16LittleEndian(pixel[2..], (ushort)((green & HalfMask) + HalfBase));
                    BinaryPrimitives.WriteUInt16LittleEndian(pixel[4..], (ushort)((blue & HalfMask) + HalfBase));
                    BinaryPrimitives.WriteUInt16LittleEndian(pixel[6..], (ushort)((alpha & HalfMask) + HalfBase));
                    break;
                case FrameType.Rgba10:
                    BinaryPrimitives.WriteUInt32LittleEndian(pixel, (red & 0x3FF) | ((green & 0x3FF) << 10) | ((blue & 0x3FF) << 20) | (alpha << 30));
                    break;
                default:
                    var swapped = type is FrameType.Bgra or FrameType.Bgr32;
                    pixel[0] = (byte)(swapped ? blue : red);
                    pixel[1] = (byte)green;
                    pixel[2] = (byte)(swapped ? red : blue);
                    if (pixel.Length == 4)
                    {
                        pixel[3] = (byte)alpha;
                    }

                    break;
            }
        }
    }

    /// <summary>The parts of the formula that do not depend on x.</summary>
    private readonly struct Terms
    {
        public readonly uint Y, Red, Green, Blue, Alpha;

        public Terms(uint y, uint seed)
        {
            unchecked
            {
                var high = seed >> 8;
                Y = y;
                Red = (3 * seed) + (29 * high);
                Green = y + (5 * seed) + (31 * high);
                Blue = (91 * (y >> 8)) + (7 * seed) + (23 * high);
                Alpha = (3 * y) + (11 * seed) + (19 * high);
            }
        }
    }
}
