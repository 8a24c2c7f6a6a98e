using System.Numerics;

namespace Oriel.Spice.Picture;

/// <summary>
/// Raster operations. Every drawing combines up to three inputs bit by bit: pattern (brush), source (image) and destination. All of them, the two-input
/// descriptors of spice.md section 12.6 included, are expressed as the Windows ternary code: bit (p &lt;&lt; 2 | s &lt;&lt; 1 | d) of the code is the result.
/// </summary>
internal static class RasterOp
{
    public const byte Blackness = 0x00;
    public const byte Whiteness = 0xFF;
    public const byte Invert = 0x55;
    public const byte CopySource = 0xCC;
    public const byte CopyPattern = 0xF0;

    private const int InversSource = 0x001;
    private const int InversBrush = 0x002;
    private const int InversDestination = 0x004;
    private const int InversResult = 0x400;

    public static bool UsesPattern(byte code) => (((code >> 4) ^ code) & 0x0F) != 0;

    public static bool UsesSource(byte code) => (((code >> 2) ^ code) & 0x33) != 0;

    /// <summary>DRAW_COPY and DRAW_BLEND: image with destination.</summary>
    public static byte? OfCopy(ushort rop) => Make(rop, InversSource, InversDestination, static (_, s, d) => (s, d));

    /// <summary>DRAW_FILL: brush with destination.</summary>
    public static byte? OfFill(ushort rop) => Make(rop, InversBrush, InversDestination, static (p, _, d) => (p, d));

    /// <summary>DRAW_OPAQUE: brush with image.</summary>
    public static byte? OfOpaque(ushort rop) => Make(rop, InversBrush, InversSource, static (p, s, _) => (p, s));

    /// <summary>
    /// Combines rows of the same length. An input that the code does not use may be empty.
    /// </summary>
    /// <param name="code">Ternary code.</param>
    /// <param name="target">Destination, and its new content.</param>
    /// <param name="source">Image.</param>
    /// <param name="pattern">Brush.</param>
    /// <param name="allowVectors">False forces the scalar twin.</param>
    public static void Apply(byte code, Span<byte> target, ReadOnlySpan<byte> source, ReadOnlySpan<byte> pattern, bool allowVectors = true)
    {
        switch (code)
        {
            case CopySource:
                source.CopyTo(target);
                return;
            case CopyPattern:
                pattern.CopyTo(target);
                return;
            case Blackness:
                target.Clear();
                return;
            case Whiteness:
                target.Fill(0xFF);
                return;
        }

        ReadOnlySpan<byte> s = UsesSource(code) ? source[..target.Length] : target;
        ReadOnlySpan<byte> p = UsesPattern(code) ? pattern[..target.Length] : target;
        var done = allowVectors ? ApplyVectors(code, target, s, p) : 0;
        for (var i = done; i < target.Length; i++)
        {
            int d = target[i];
            target[i] = (byte)Mix(p[i], Mix(s[i], Pick(code, 3, d), Pick(code, 2, d)), Mix(s[i], Pick(code, 1, d), Pick(code, 0, d)));
        }
    }

    private static int ApplyVectors(byte code, Span<byte> target, ReadOnlySpan<byte> source, ReadOnlySpan<byte> pattern)
    {
        var i = 0;
        for (; i <= target.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var d = new Vector<byte>(target[i..]);
            var s = new Vector<byte>(source[i..]);
            var p = new Vector<byte>(pattern[i..]);
            var withPattern = Vector.ConditionalSelect(s, Pick(code, 3, d), Pick(code, 2, d));
            var without = Vector.ConditionalSelect(s, Pick(code, 1, d), Pick(code, 0, d));
            Vector.ConditionalSelect(p, withPattern, without).CopyTo(target[i..]);
        }

        return i;
    }

    // What the two bits of the code for one (p, s) make of d: 0, not d, d, or 1.
    private static int Pick(byte code, int pair, int d) => ((code >> (2 * pair)) & 3) switch { 0 => 0, 1 => ~d & 0xFF, 2 => d, _ => 0xFF };

    private static Vector<byte> Pick(byte code, int pair, Vector<byte> d) =>
        ((code >> (2 * pair)) & 3) switch { 0 => Vector<byte>.Zero, 1 => ~d, 2 => d, _ => Vector<byte>.AllBitsSet };

    private static int Mix(int selector, int one, int zero) => (selector & one) | (~selector & zero);

    // Null when the descriptor names no operation.
    private static byte? Make(ushort rop, int inversFirst, int inversSecond, Func<bool, bool, bool, (bool First, bool Second)> inputs)
    {
        var code = 0;
        for (var i = 0; i < 8; i++)
        {
            var (a, b) = inputs((i & 4) != 0, (i & 2) != 0, (i & 1) != 0);
            a ^= (rop & inversFirst) != 0;
            b ^= (rop & inversSecond) != 0;
            if (Evaluate(rop, a, b) is not { } result)
            {
                return null;
            }

            code |= result ^ ((rop & InversResult) != 0) ? 1 << i : 0;
        }

        return (byte)code;
    }

    private static bool? Evaluate(ushort rop, bool a, bool b) => rop switch
    {
        _ when (rop & 0x008) != 0 => a,
        _ when (rop & 0x010) != 0 => a | b,
        _ when (rop & 0x020) != 0 => a & b,
        _ when (rop & 0x040) != 0 => a ^ b,
        _ when (rop & 0x080) != 0 => false,
        _ when (rop & 0x100) != 0 => true,
        _ when (rop & 0x200) != 0 => !b,
        _ => null,
    };
}
