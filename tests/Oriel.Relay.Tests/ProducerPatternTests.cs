using System.Buffers.Binary;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Synthetic;

namespace Oriel.Relay.Tests;

/// <summary>The test pattern itself: if it lied, every pixel test built on it would.</summary>
public sealed class ProducerPatternTests
{
    public static TheoryData<FrameType, PatternDamage> TypesAndModes()
    {
        var data = new TheoryData<FrameType, PatternDamage>();
        foreach (var type in Enum.GetValues<FrameType>().Where(t => t != FrameType.Invalid))
        {
            foreach (var mode in Enum.GetValues<PatternDamage>())
            {
                data.Add(type, mode);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(TypesAndModes))]
    public void Incremental_drawing_equals_drawing_from_nothing(FrameType type, PatternDamage mode)
    {
        var pattern = new TestPattern(type, 203, 131, mode);
        using var moved = new PatternCanvas(pattern);
        using var fresh = new PatternCanvas(pattern);
        var verifier = new PatternVerifier();
        var damage = new DamageList();
        for (var frame = 0u; frame < 40; frame++)
        {
            damage.Clear();
            moved.Draw(frame, damage);
            fresh.Draw(frame + 1000, damage); // breaks the succession, so the next draw is a full one
            fresh.Draw(frame, damage);
            Assert.True(Bytes(moved).SequenceEqual(Bytes(fresh)), $"frame {frame} differs");
            var check = verifier.Verify(type, 203, 131, 131, moved.Pixels, 0, moved.PitchBytes);
            Assert.True(check.Ok, check.ToString());
            Assert.Equal(new PatternTag(frame, mode), check.Tag);
        }
    }

    [Theory]
    [MemberData(nameof(TypesAndModes))]
    public void Nothing_outside_the_damage_changes(FrameType type, PatternDamage mode)
    {
        var pattern = new TestPattern(type, 160, 96, mode);
        using var before = new PatternCanvas(pattern);
        using var after = new PatternCanvas(pattern);
        var damage = new DamageList();
        for (var frame = 1u; frame < 30; frame++)
        {
            before.Draw(frame - 1, damage);
            after.Draw(frame, damage);
            damage.Clear();
            pattern.AddDamage(frame, damage);
            for (var y = 0u; y < pattern.Height; y++)
            {
                for (var x = 0u; x < pattern.Width; x++)
                {
                    var at = (y * before.PitchBytes) + (x * pattern.PixelBytes);
                    var same = before.Pixels.AsSpan(at, (int)pattern.PixelBytes).SequenceEqual(after.Pixels.AsSpan(at, (int)pattern.PixelBytes));
                    Assert.True(same || Covers(damage, x, y), $"frame {frame}: ({x}, {y}) changed without damage");
                }
            }
        }
    }

    [Fact]
    public void The_formula_is_what_the_documentation_says()
    {
        Span<byte> row = stackalloc byte[800];
        PatternPixels.Fill(FrameType.Bgra, row, 300, 77, 515);
        for (var i = 0u; i < 200; i++)
        {
            var x = 300 + i;
            var (y, s) = (77u, 515u);
            Assert.Equal((byte)((x ^ y) + (37 * (x >> 8)) + (91 * (y >> 8)) + (7 * s) + (23 * (s >> 8))), row[(int)(4 * i)]);
            Assert.Equal((byte)(y + (5 * s) + (31 * (s >> 8))), row[(int)(4 * i) + 1]);
            Assert.Equal((byte)(x + (3 * s) + (29 * (s >> 8))), row[(int)(4 * i) + 2]);
            Assert.Equal((byte)(x + (3 * y) + (11 * s) + (19 * (s >> 8))), row[(int)(4 * i) + 3]);
        }
    }

    [Theory]
    [InlineData(FrameType.Bgra)]
    [InlineData(FrameType.Rgba)]
    [InlineData(FrameType.Rgba10)]
    [InlineData(FrameType.Rgba16F)]
    [InlineData(FrameType.Bgr32)]
    [InlineData(FrameType.Rgb24)]
    public void Vector_and_single_pixel_paths_agree(FrameType type)
    {
        var pixel = PatternPixels.PixelBytes(type);
        var whole = new byte[pixel * 131];
        var single = new byte[pixel];
        for (var count = 1; count <= 131; count += 5)
        {
            PatternPixels.Fill(type, whole.AsSpan(0, count * pixel), 250, 9, 0xFFFF_FFF0);
            for (var i = 0; i < count; i++)
            {
                PatternPixels.Fill(type, single, 250 + (uint)i, 9, 0xFFFF_FFF0);
                Assert.True(single.AsSpan().SequenceEqual(whole.AsSpan(i * pixel, pixel)), $"{type} pixel {i} of {count}");
            }
        }
    }

    [Fact]
    public void Half_floats_are_finite_and_below_two()
    {
        Span<byte> row = stackalloc byte[8 * 500];
        PatternPixels.Fill(FrameType.Rgba16F, row, 0, 3, 12345);
        for (var at = 0; at < row.Length; at += 2)
        {
            var value = (float)BinaryPrimitives.ReadHalfLittleEndian(row[at..]);
            Assert.InRange(value, 0.125f, 1.9999f);
        }
    }

    [Fact]
    public void A_wrong_byte_anywhere_is_found()
    {
        var pattern = new TestPattern(FrameType.Bgra, 64, 48, PatternDamage.Moving);
        using var canvas = new PatternCanvas(pattern);
        canvas.Draw(7, new DamageList());
        var verifier = new PatternVerifier();
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var y = (uint)random.Next(48);
            var x = (uint)random.Next(256);
            var spot = canvas.Pixels.AsSpan((y * canvas.PitchBytes) + x, 1);
            spot[0] ^= 0x10;
            var check = verifier.Verify(FrameType.Bgra, 64, 48, 48, canvas.Pixels, 0, canvas.PitchBytes);
            Assert.False(check.Ok);
            if (check.TagReadable)
            {
                Assert.Equal((x, y, 1u), (check.ByteX, check.Y, check.WrongRows));
            }

            spot[0] ^= 0x10;
        }

        Assert.True(verifier.Verify(FrameType.Bgra, 64, 48, 48, canvas.Pixels, 0, canvas.PitchBytes, rowStep: 5).Ok);
    }

    [Fact]
    public void A_stale_rectangle_is_found()
    {
        // Exactly the mistake a damage-only copy can make: one rectangle keeps the content of the frame before.
        var pattern = new TestPattern(FrameType.Rgba10, 320, 200, PatternDamage.Random);
        using var canvas = new PatternCanvas(pattern);
        var verifier = new PatternVerifier();
        var damage = new DamageList();
        var found = 0;
        for (var frame = 1u; frame < 30; frame++)
        {
            canvas.Draw(frame - 1, damage);
            var old = Bytes(canvas).ToArray();
            damage.Clear();
            canvas.Draw(frame, damage);
            var last = damage.Rects[^1];
            for (var y = last.Y; y < last.Y + last.Height; y++)
            {
                var at = (y * canvas.PitchBytes) + (last.X * 4);
                old.AsSpan((int)at, (int)last.Width * 4).CopyTo(canvas.Pixels.AsSpan(at, (int)last.Width * 4));
            }

            found += verifier.Verify(FrameType.Rgba10, 320, 200, 200, canvas.Pixels, 0, canvas.PitchBytes).Ok ? 0 : 1;
        }

        Assert.InRange(found, 20, 29); // a rectangle may be wholly covered by a later one
    }

    [Fact]
    public void Drawing_and_verifying_allocate_nothing()
    {
        using var canvas = new PatternCanvas(new TestPattern(FrameType.Bgra, 320, 200, PatternDamage.Random));
        var verifier = new PatternVerifier();
        var damage = new DamageList();
        long start = 0;
        for (var frame = 0u; frame < 400; frame++)
        {
            if (frame == 100)
            {
                start = GC.GetAllocatedBytesForCurrentThread();
            }

            damage.Clear();
            canvas.Draw(frame, damage);
            _ = verifier.Verify(FrameType.Bgra, 320, 200, 200, canvas.Pixels, 0, canvas.PitchBytes, rowStep: 7);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
    }

    private static ReadOnlySpan<byte> Bytes(PatternCanvas canvas) => canvas.Pixels.AsSpan(0, (int)canvas.Pixels.Length);

    private static bool Covers(DamageList damage, uint x, uint y)
    {
        if (damage.IsEverything)
        {
            return true;
        }

        foreach (var rect in damage.Rects)
        {
            if (x >= rect.X && x - rect.X < rect.Width && y >= rect.Y && y - rect.Y < rect.Height)
            {
                return true;
            }
        }

        return false;
    }
}
