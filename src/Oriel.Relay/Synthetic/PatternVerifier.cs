using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Synthetic;

/// <summary>
/// Checks delivered pictures of a test pattern: reads frame number and damage mode from the picture itself, computes what each row must be from the
/// definition of the pattern (not from an earlier picture) and compares. Knows nothing about the producer but the pattern. Owned by one thread; allocates only when the width grows.
/// </summary>
public sealed class PatternVerifier
{
    private readonly PatternScene _scene = new();
    private readonly TestPattern?[] _patterns = new TestPattern?[(int)PatternDamage.Random + 1];
    private byte[] _expected = [];

    /// <summary>Checks a picture that lies in a buffer.</summary>
    /// <param name="type">Pixel storage.</param>
    /// <param name="width">Picture width, pixels.</param>
    /// <param name="height">Full picture height, pixels.</param>
    /// <param name="rows">Rows present, fewer than <paramref name="height"/> when truncated.</param>
    /// <param name="buffer">Where it lies.</param>
    /// <param name="offset">Offset of row 0.</param>
    /// <param name="pitchBytes">Bytes between rows.</param>
    /// <param name="rowStep">1 = all pixels; n = every n-th row, starting at a row that depends on the frame number so that all rows get their turn.</param>
    public PatternCheck Verify(FrameType type, uint width, uint height, uint rows, PixelBuffer buffer, nuint offset, uint pitchBytes, uint rowStep = 1)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var length = (((ulong)rows - 1) * pitchBytes) + (width * (ulong)PatternPixels.PixelBytes(type));
        return Verify(type, width, height, rows, buffer.AsSpan(offset, checked((int)length)), pitchBytes, rowStep);
    }

    /// <summary>Checks a picture given as bytes; parameters as above.</summary>
    public PatternCheck Verify(FrameType type, uint width, uint height, uint rows, ReadOnlySpan<byte> pixels, uint pitchBytes, uint rowStep = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rowStep);
        if (!TestPattern.TryReadTag(type, width, height, pixels, pitchBytes, out var tag))
        {
            return default;
        }

        var pattern = Pattern(type, width, height, tag.Damage);
        _scene.Compose(pattern, tag.Frame);
        var expected = _expected.AsSpan(0, (int)pattern.RowBytes);
        var result = new PatternCheck(true, tag, true, 0, 0, 0, 0, 0);
        for (var y = tag.Frame % rowStep; y < rows; y += rowStep)
        {
            pattern.ComposeSpan(_scene, tag.Frame, expected, 0, y);
            var seen = pixels.Slice(checked((int)((ulong)y * pitchBytes)), expected.Length);
            var same = seen.CommonPrefixLength(expected);
            if (same == expected.Length)
            {
                continue;
            }

            result = result.Ok
                ? result with { Ok = false, ByteX = (uint)same, Y = y, Expected = expected[same], Seen = seen[same], WrongRows = 1 }
                : result with { WrongRows = result.WrongRows + 1 };
        }

        return result;
    }

    private TestPattern Pattern(FrameType type, uint width, uint height, PatternDamage damage)
    {
        var known = _patterns[(int)damage];
        if (known is null || known.Type != type || known.Width != width || known.Height != height)
        {
            known = new TestPattern(type, width, height, damage);
            _patterns[(int)damage] = known;
        }

        if (_expected.Length < known.RowBytes)
        {
            _expected = new byte[known.RowBytes];
        }

        return known;
    }
}
