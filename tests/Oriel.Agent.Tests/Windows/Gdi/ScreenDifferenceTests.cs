using Oriel.Agent.Windows.Gdi;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Tests.Windows.Gdi;

/// <summary>Damage found by comparing covers every difference, brings the older picture up to date and is tight.</summary>
public sealed class ScreenDifferenceTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 33)]
    [InlineData(64, 16)]
    [InlineData(1021, 67)]
    [InlineData(640, 480)]
    public void Every_difference_is_covered_and_copied(int width, int height)
    {
        var random = new Random(width * height);
        using var fresh = PixelBuffer.Allocate((nuint)(width * height * 4));
        using var known = PixelBuffer.Allocate((nuint)(width * height * 4));
        var difference = new ScreenDifference(width, height);
        var changed = new DamageList();
        for (var round = 0; round < 60; round++)
        {
            var pixels = fresh.AsSpan(0, width * height * 4);
            var before = pixels.ToArray();
            for (var spot = random.Next(1, round % 10 == 9 ? 400 : 6); spot > 0; spot--)
            {
                Scribble(random, pixels, width, height);
            }

            changed.Clear();
            var differs = !before.AsSpan().SequenceEqual(pixels);
            Assert.Equal(differs, difference.Update(fresh, known, changed));
            Assert.Equal(differs, !changed.IsEmpty);
            Assert.True(known.AsSpan(0, width * height * 4).SequenceEqual(pixels));
            for (var pixel = 0; pixel < width * height; pixel++)
            {
                if (!before.AsSpan(pixel * 4, 4).SequenceEqual(pixels.Slice(pixel * 4, 4)))
                {
                    Assert.True(Covers(changed, (uint)(pixel % width), (uint)(pixel / width)), $"pixel {pixel % width}, {pixel / width} of round {round}");
                }
            }

            foreach (var rect in changed.Rects)
            {
                Assert.True(rect.X + rect.Width <= width && rect.Y + rect.Height <= height, $"{rect}");
            }
        }
    }

    [Fact]
    public void A_small_change_is_a_small_rectangle()
    {
        using var fresh = PixelBuffer.Allocate(1920 * 1080 * 4);
        using var known = PixelBuffer.Allocate(1920 * 1080 * 4);
        var changed = new DamageList();
        fresh.AsSpan(((500 * 1920) + 1001) * 4, 1)[0] = 1;
        Assert.True(new ScreenDifference(1920, 1080).Update(fresh, known, changed));
        Assert.Equal([new DamageRect(1000, 500, 8, 1)], changed.Rects.ToArray());
    }

    [Fact]
    public void Comparing_allocates_nothing()
    {
        using var fresh = PixelBuffer.Allocate(640 * 480 * 4);
        using var known = PixelBuffer.Allocate(640 * 480 * 4);
        var difference = new ScreenDifference(640, 480);
        var changed = new DamageList();
        var before = 0L;
        for (var round = 0; round < 300; round++)
        {
            if (round == 100)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            fresh.AsSpan((nuint)(round * 1000), 900).Fill((byte)round);
            changed.Clear();
            _ = difference.Update(fresh, known, changed);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Scribble(Random random, Span<byte> pixels, int width, int height)
    {
        var (x, y) = (random.Next(width), random.Next(height));
        var (w, h) = (random.Next(1, Math.Min(40, width - x) + 1), random.Next(1, Math.Min(30, height - y) + 1));
        for (var row = y; row < y + h; row++)
        {
            random.NextBytes(pixels.Slice(((row * width) + x) * 4, w * 4));
        }
    }

    private static bool Covers(DamageList list, uint x, uint y)
    {
        if (list.IsEverything)
        {
            return true;
        }

        foreach (var r in list.Rects)
        {
            if (x >= r.X && x < r.X + r.Width && y >= r.Y && y < r.Y + r.Height)
            {
                return true;
            }
        }

        return false;
    }
}
