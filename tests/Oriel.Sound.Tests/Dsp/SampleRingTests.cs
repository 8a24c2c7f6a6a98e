using Oriel.Sound.Dsp;

namespace Oriel.Sound.Tests.Dsp;

/// <summary>The queue between the reader of a socket and the device.</summary>
public sealed class SampleRingTests
{
    [Fact]
    public void What_goes_in_comes_out_in_order_from_another_thread()
    {
        var ring = new SampleRing(new(2, 48_000), 512);
        const int Frames = 400_000;
        var writer = new Thread(() =>
        {
            var random = new Random(1);
            for (var sent = 0; sent < Frames;)
            {
                var count = Math.Min(random.Next(1, 300), Math.Min(Frames - sent, ring.Capacity - ring.Available));
                if (count > 0)
                {
                    ring.Write([.. Enumerable.Range(0, 2 * count).Select(i => (short)(((sent + (i / 2)) * 2) + (i % 2)))], sent);
                    sent += count;
                }
            }
        });
        writer.Start();
        for (var got = 0; got < Frames;)
        {
            var available = ring.Available;
            Assert.InRange(available, 0, 512);
            for (var i = 0; i < available; i++)
            {
                Assert.Equal((short)((got + i) * 2), ring.Peek(i, 0));
                Assert.Equal((short)(((got + i) * 2) + 1), ring.Peek(i, 1));
            }

            ring.Advance(available);
            got += available;
        }

        writer.Join();
        Assert.Equal(0, ring.Dropped);
    }

    [Fact]
    public void What_does_not_fit_is_counted_and_the_rest_stays_whole()
    {
        var ring = new SampleRing(new(1, 48_000), 64);
        ring.Write([.. Enumerable.Range(0, 100).Select(i => (short)i)], 0);
        Assert.Equal(36, ring.Dropped);
        Assert.Equal(64, ring.Available);
        Assert.Equal(63, ring.Peek(63, 0));
        ring.Advance(10);
        ring.Write([1000, 1001], 0);
        Assert.Equal(1001, ring.Peek(55, 0));
    }

    [Fact]
    public void The_level_grows_between_packets_but_not_for_ever()
    {
        var ring = new SampleRing(new(1, 48_000), 4_096);
        Assert.False(ring.TryLevel(0, out _));
        ring.Write(new short[480], 1_000_000_000);
        Assert.True(ring.TryLevel(1_000_000_000, out var now));
        Assert.True(ring.TryLevel(1_005_000_000, out var later));
        Assert.True(ring.TryLevel(9_000_000_000, out var late));
        Assert.Equal([480.0, 720.0, 960.0], [now, later, late]);
        Assert.True(ring.TryLevel(900_000_000, out var early));
        Assert.Equal(480, early);
    }
}
