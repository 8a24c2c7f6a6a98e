using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Record;

/// <summary>A lossless recording gives back the guest's pixels, with the pointer where it was. Decoded by the system's ffmpeg and compared with the definition of the test pattern.</summary>
public sealed class LosslessRecordTests
{
    private const int Width = 160;
    private const int Height = 120;

    // More than a guest draws during a test: a larger number is one that the pointer lies on.
    private const uint MostFrames = 4000;

    [Theory]
    [InlineData("bgra", "libx264rgb")]
    [InlineData("rgba", "lossless")]
    [InlineData("bgr32", "ffv1")]
    public void Every_frame_comes_back_bit_for_bit(string format, string codec)
    {
        Recordings.NeedFfmpeg();
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = Recordings.StartGuest(region, "--size", $"{Width}x{Height}", "--rate", "30", "--format", format, "--cursor", "none");
        var figures = Recordings.Run(region, folder.File("a.mkv"), "--codec", codec, "--vfr", "--duration", "0.7");
        Assert.True(figures.GetProperty("isLossless").GetBoolean());

        var decoded = Recordings.Decode(folder.File("a.mkv"), "rgb24", folder);
        const int Bytes = Width * Height * 3;
        Assert.Equal(figures.GetProperty("pictures").GetInt64(), decoded.Length / Bytes);
        var verifier = new PatternVerifier();
        List<uint> seen = [];
        for (var at = 0; at < decoded.Length; at += Bytes)
        {
            var check = verifier.Verify(FrameType.Rgb24, Width, Height, Height, decoded.AsSpan(at, Bytes), Width * 3);
            Assert.True(check.Ok, $"picture {at / Bytes}: {check}");
            seen.Add(check.Tag.Frame);
        }

        // The last one is told twice: when it came, and at the end.
        Assert.True(seen.Distinct().Count() >= 3, $"{seen.Count} pictures");
        Assert.Equal(seen.Order(), seen);
    }

    [Theory]
    [InlineData(PatternCursorKind.Color, CursorType.Color)]
    [InlineData(PatternCursorKind.Masked, CursorType.MaskedColor)]
    [InlineData(PatternCursorKind.Monochrome, CursorType.Monochrome)]
    public void The_pointer_is_in_it_to_the_bit(PatternCursorKind kind, CursorType type)
    {
        Recordings.NeedFfmpeg();
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = Recordings.StartGuest(region, "--size", $"{Width}x{Height}", "--rate", "20", "--cursor", kind.ToString().ToLowerInvariant());
        Recordings.Run(region, folder.File("a.mkv"), "--codec", "lossless", "--vfr", "--duration", "1");
        var decoded = Recordings.Decode(folder.File("a.mkv"), "rgb24", folder);
        var pattern = new TestPattern(FrameType.Rgb24, Width, Height, PatternDamage.Moving);
        var cursor = new PatternCursor(kind, Width, Height);
        const int Bytes = Width * Height * 3;
        int proved = 0, hidden = 0;
        for (var at = 0; at < decoded.Length; at += Bytes)
        {
            var picture = decoded.AsSpan(at, Bytes);
            if (!pattern.TryReadTag(picture, Width * 3, out var tag) || tag.Damage != PatternDamage.Moving || tag.Frame > MostFrames)
            {
                // The pointer covers the number.
                hidden++;
                continue;
            }

            Assert.True(IsSomeStep(picture, pattern, tag.Frame, cursor, type), $"picture {at / Bytes}, frame {tag.Frame}: no step of the pointer gives it");
            proved++;
        }

        Assert.True(proved >= 5, $"{proved} pictures proved, {hidden} with the number covered");
    }

    [Fact]
    public void Ten_bits_come_back_as_ten_bits_and_are_marked_as_HDR()
    {
        Recordings.NeedFfmpeg();
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = Recordings.StartGuest(region, "--size", "64x48", "--rate", "20", "--format", "rgba10", "--hdr", "--cursor", "none");
        Assert.True(Recordings.Run(region, folder.File("a.mkv"), "--codec", "lossless", "--vfr", "--duration", "0.5").GetProperty("isHdr").GetBoolean());
        var stream = Recordings.Stream(folder.File("a.mkv"), "v");
        Assert.Equal(("ffv1", "gbrp10le", "bt2020", "smpte2084"), (stream["codec_name"], stream["pix_fmt"], stream["color_primaries"], stream["color_transfer"]));

        var decoded = Recordings.Decode(folder.File("a.mkv"), "gbrp10le", folder);
        var pattern = new TestPattern(FrameType.Rgba10, 64, 48, PatternDamage.Moving);
        var rows = new byte[64 * 48 * 4];
        var expected = new byte[4];
        const int Plane = 64 * 48 * 2;
        for (var at = 0; at < decoded.Length; at += 3 * Plane)
        {
            for (var i = 0; i < 64 * 48; i++)
            {
                uint Sample(int plane) => BitConverter.ToUInt16(decoded, at + (plane * Plane) + (2 * i));
                BitConverter.TryWriteBytes(rows.AsSpan(4 * i), Sample(2) | (Sample(0) << 10) | (Sample(1) << 20));
            }

            Assert.True(pattern.TryReadTag(rows, 64 * 4, out var tag));
            for (var i = 0; i < 64 * 48; i++)
            {
                pattern.WritePixel(tag.Frame, (uint)i % 64, (uint)i / 64, expected);
                Assert.Equal(BitConverter.ToUInt32(expected) & 0x3FFFFFFF, BitConverter.ToUInt32(rows, 4 * i));
            }
        }
    }

    // The composition written down once more, as plainly as can be.
    private static bool IsSomeStep(ReadOnlySpan<byte> picture, TestPattern pattern, uint frame, PatternCursor cursor, CursorType type)
    {
        var plain = new byte[Width * Height * 3];
        for (uint i = 0; i < Width * Height; i++)
        {
            pattern.WritePixel(frame, i % Width, i / Width, plain.AsSpan((int)i * 3, 3));
        }

        var shape = PatternCursor.Shape(type);
        var wanted = new byte[plain.Length];
        for (uint step = 0; step < 1000; step++)
        {
            var at = cursor.At(step);
            plain.CopyTo(wanted, 0);
            for (var y = 0; y < (int)at.VisibleHeight; y++)
            {
                for (var x = 0; x < (int)at.Width; x++)
                {
                    var (px, py) = (at.X + x, at.Y + y);
                    if (px >= 0 && px < Width && py >= 0 && py < Height)
                    {
                        Over(wanted.AsSpan(((py * Width) + px) * 3, 3), shape, at, x, y);
                    }
                }
            }

            if (picture.SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static void Over(Span<byte> rgb, ReadOnlySpan<byte> shape, in CursorUpdate at, int x, int y)
    {
        var pitch = (int)at.PitchBytes;
        for (var channel = 0; channel < 3; channel++)
        {
            ref var below = ref rgb[2 - channel];
            if (at.Type == CursorType.Monochrome)
            {
                bool Bit(int row, ReadOnlySpan<byte> data) => (data[(row * pitch) + (x / 8)] & (0x80 >> (x % 8))) != 0;
                var xor = Bit(y + (int)at.VisibleHeight, shape) ? 255 : 0;
                below = (byte)(Bit(y, shape) ? below ^ xor : xor);
                continue;
            }

            var (own, alpha) = (shape[(y * pitch) + (4 * x) + channel], shape[(y * pitch) + (4 * x) + 3]);
            below = at.Type == CursorType.MaskedColor ? (byte)(alpha == 0 ? own : below ^ own)
                : (byte)Math.Min((int)Math.Floor((own * alpha / 255.0) + 0.5) + (int)Math.Floor((below * (255 - alpha) / 255.0) + 0.5), 255);
        }
    }
}
