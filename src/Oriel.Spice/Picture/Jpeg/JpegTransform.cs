namespace Oriel.Spice.Picture.Jpeg;

/// <summary>
/// The inverse cosine transform of 8×8 values, after Loeffler, Ligtenberg and Moschytz ("Practical fast 1-D DCT algorithms with 11 multiplications"), in fixed point with
/// 13 bits. Hostile coefficients may wrap around: they give a wrong pixel, nothing else.
/// </summary>
internal static class JpegTransform
{
    private const int Bits = 13;
    private const int PassBits = 2;

    /// <summary>Transforms in place and writes the samples, 0 to 255.</summary>
    public static void Run(Span<int> block, Span<byte> target, int stride)
    {
        unchecked
        {
            for (var x = 0; x < 8; x++)
            {
                Pass(block, x, 8, Bits - PassBits);
            }

            for (var y = 0; y < 8; y++)
            {
                Pass(block, y * 8, 1, Bits + PassBits + 3);
                for (var x = 0; x < 8; x++)
                {
                    target[(y * stride) + x] = (byte)Math.Clamp(block[(y * 8) + x] + 128, 0, 255);
                }
            }
        }
    }

    private static void Pass(Span<int> v, int at, int step, int shift)
    {
        unchecked
        {
            // even part
            var (z2, z3) = (v[at + (2 * step)], v[at + (6 * step)]);
            var z1 = (z2 + z3) * 4433;
            var t2 = z1 - (z3 * 15137);
            var t3 = z1 + (z2 * 6270);
            var t0 = (v[at] + v[at + (4 * step)]) << Bits;
            var t1 = (v[at] - v[at + (4 * step)]) << Bits;
            var (e0, e3, e1, e2) = (t0 + t3, t0 - t3, t1 + t2, t1 - t2);

            // odd part
            (t0, t1, t2, t3) = (v[at + (7 * step)], v[at + (5 * step)], v[at + (3 * step)], v[at + step]);
            z1 = t0 + t3;
            z2 = t1 + t2;
            z3 = t0 + t2;
            var z4 = t1 + t3;
            var z5 = (z3 + z4) * 9633;
            t0 *= 2446;
            t1 *= 16819;
            t2 *= 25172;
            t3 *= 12299;
            z1 *= -7373;
            z2 *= -20995;
            z3 = (z3 * -16069) + z5;
            z4 = (z4 * -3196) + z5;
            t0 += z1 + z3;
            t1 += z2 + z4;
            t2 += z2 + z3;
            t3 += z1 + z4;

            var half = 1 << (shift - 1);
            v[at] = (e0 + t3 + half) >> shift;
            v[at + (7 * step)] = (e0 - t3 + half) >> shift;
            v[at + step] = (e1 + t2 + half) >> shift;
            v[at + (6 * step)] = (e1 - t2 + half) >> shift;
            v[at + (2 * step)] = (e2 + t1 + half) >> shift;
            v[at + (5 * step)] = (e2 - t1 + half) >> shift;
            v[at + (3 * step)] = (e3 + t0 + half) >> shift;
            v[at + (4 * step)] = (e3 - t0 + half) >> shift;
        }
    }
}
