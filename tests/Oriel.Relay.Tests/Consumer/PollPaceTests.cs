using Oriel.Relay.Consumer;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>What the adaptive poll costs and how late it sees things, in virtual time: no machine can make these pass or fail.</summary>
public sealed class PollPaceTests
{
    private const double Seconds = 12;

    public static TheoryData<double, double> Rhythms()
    {
        var data = new TheoryData<double, double>();
        foreach (var hz in (double[])[23.976, 24, 25, 30, 48, 50, 59.94, 60, 75, 90, 120, 144, 165, 240])
        {
            foreach (var jitter in (double[])[0, 30, 100, 300])
            {
                data.Add(hz, jitter);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Rhythms))]
    public void A_steady_picture_is_seen_at_once_for_three_percent_of_a_core(double hz, double jitterUs)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var result = new PaceSimulation(seed).Run(PaceSimulation.Steady(new Random(seed + 100), hz, Seconds, jitterUs), [], Seconds);
            Assert.True(PaceSimulation.At(result.FrameDelaysUs, 0.5) <= 120, $"{result}");
            Assert.True(PaceSimulation.At(result.FrameDelaysUs, 0.95) <= 400, $"{result}");
            Assert.True(result.Core <= (hz <= 60 ? 0.013 : 0.03), $"{result}");
            Assert.True(result.SpunCore <= 0.02, $"{result}");
            Assert.True(result.LongestSpin <= HostClock.Us(202), $"{result.LongestSpin}");
            Assert.True(result.Predicted >= result.FrameDelaysUs.Count * 0.8, $"{result}");
            Assert.InRange(result.Pace.Cadence.Period, (long)(0.95e9 / hz), (long)(1.05e9 / hz));
        }
    }

    /// <summary>Film on a 60 Hz display comes after two and three refreshes in turn, 45 frames a second after one, one and two: no single period, and a rhythm all the same.</summary>
    [Theory]
    [InlineData(60, new[] { 2, 3 })]
    [InlineData(60, new[] { 1, 1, 2 })]
    [InlineData(120, new[] { 2, 3 })]
    [InlineData(144, new[] { 2, 2, 3 })]
    [InlineData(60, new[] { 1, 2, 1, 3 })]
    public void A_pattern_of_several_refreshes_is_a_rhythm(double hz, int[] pattern)
    {
        var frames = new List<long>();
        var random = new Random(5);
        for (var (i, t) = (0, 0.0); t < Seconds * 1e9; i++)
        {
            t += pattern[i % pattern.Length] * 1e9 / hz;
            frames.Add((long)(t + (PaceSimulation.Normal(random) * 30_000)));
        }

        var result = new PaceSimulation(1).Run(frames, [], Seconds);
        Assert.True(PaceSimulation.At(result.FrameDelaysUs, 0.5) <= 60 && PaceSimulation.At(result.FrameDelaysUs, 0.95) <= 400, $"{result}");
        Assert.True(result.Core <= 0.02, $"{result}");
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public void Frames_left_out_do_not_spoil_the_rhythm(double lost)
    {
        var result = new PaceSimulation(1).Run(PaceSimulation.Steady(new Random(7), 60, Seconds, 50, lost), [], Seconds);
        Assert.True(PaceSimulation.At(result.FrameDelaysUs, 0.5) <= 60, $"{result}");
        Assert.True(result.Core <= 0.02, $"{result}");
    }

    [Fact]
    public void Without_a_rhythm_frames_are_late_by_a_fraction_of_a_millisecond()
    {
        var frames = new List<long>();
        var random = new Random(3);
        for (var t = 0L; t < Seconds * 1e9; t += (long)(1e9 / (48 + (random.NextDouble() * 96))))
        {
            frames.Add(t);
        }

        var result = new PaceSimulation(1).Run(frames, [], Seconds);
        Assert.True(PaceSimulation.At(result.FrameDelaysUs, 0.5) <= 300 && PaceSimulation.At(result.FrameDelaysUs, 0.99) <= 600, $"{result}");
        Assert.True(result.Core <= 0.03, $"{result}");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(60, 0)]
    [InlineData(60, 1)]
    public void A_moving_cursor_is_late_by_a_millisecond_at_most_beside_any_picture(double hz, int seed)
    {
        var cursor = new List<long>();
        var random = new Random(seed);
        for (var t = 0L; t < Seconds * 1e9; t += (long)(1e6 + (random.NextDouble() * 12e6)))
        {
            cursor.Add(t);
        }

        var frames = hz == 0 ? [] : PaceSimulation.Steady(random, hz, Seconds, 50);
        var result = new PaceSimulation(1).Run(frames, cursor, Seconds);
        Assert.True(PaceSimulation.At(result.CursorDelaysUs, 0.5) <= 650 && PaceSimulation.At(result.CursorDelaysUs, 0.99) <= 1200, $"{result}");
        Assert.True(result.Core <= 0.02, $"{result}");
        Assert.True(hz == 0 || PaceSimulation.At(result.FrameDelaysUs, 0.5) <= 60, $"{result}");
    }

    [Theory]
    [InlineData(0, 0.003)]
    [InlineData(1, 0.004)]
    [InlineData(2, 0.005)]
    public void A_desktop_that_stands_still_or_blinks_costs_next_to_nothing(double hz, double core)
    {
        var result = new PaceSimulation(1).Run(hz == 0 ? [] : PaceSimulation.Steady(new Random(1), hz, Seconds, 50), [], Seconds, warmUp: 3);
        Assert.True(result.Core <= core, $"{result}");
        Assert.Equal(0, result.SpunCore);
        Assert.True(hz == 0 || PaceSimulation.At(result.FrameDelaysUs, 1) <= 5300, $"{result}");
    }

    [Fact]
    public void A_long_rest_makes_looks_rarer_and_what_the_user_does_makes_them_frequent()
    {
        var pace = new PollPace(new FeedOptions { Source = "" });
        long Next(long now) => pace.Next(now, now, productive: false, maySpin: true, out _) - now;
        var start = HostClock.Ms(1000);
        pace.Reset(start);
        Assert.Equal(HostClock.Ms(2), Next(start + HostClock.Ms(99)));
        Assert.Equal(HostClock.Ms(5), Next(start + HostClock.Ms(4_999)));
        Assert.Equal(HostClock.Ms(10), Next(start + HostClock.Ms(5_000)));
        pace.Expect(start + HostClock.Ms(20_000));
        Assert.Equal(HostClock.Ms(2), Next(start + HostClock.Ms(20_099)));
        Assert.Equal(HostClock.Ms(5), Next(start + HostClock.Ms(20_100)));

        // An older word than the last one changes nothing.
        pace.Expect(start);
        Assert.Equal(HostClock.Ms(5), Next(start + HostClock.Ms(24_999)));
        Assert.Equal(HostClock.Ms(10), Next(start + HostClock.Ms(25_000)));
    }

    /// <summary>With a doorbell one is awake for a frame that is foreseen within a tenth of a millisecond, and sleeps until it rings otherwise.</summary>
    [Theory]
    [InlineData(60, 0, true)]
    [InlineData(144, 20, true)]
    [InlineData(24, 20, true)]
    [InlineData(60, 300, false)]
    public void A_sharply_foreseen_frame_is_awaited_beside_a_doorbell(double hz, double jitterUs, bool isForeseen)
    {
        var pace = new PollPace(new FeedOptions { Source = "" });
        var (hits, count) = (0, 0);
        foreach (var frame in PaceSimulation.Steady(new Random(4), hz, 4, jitterUs))
        {
            var ended = frame + HostClock.Us(30);
            var foreseen = pace.TryForesee(frame - HostClock.Us((long)(0.5e6 / hz)), out var from, out var until);
            Assert.True(!foreseen || until - from is > 0 and < 300_000, $"{until - from}");
            hits += foreseen && from <= frame && frame <= until ? 1 : 0;
            count++;
            pace.Spun(foreseen ? Math.Clamp(frame - from, 0, until - from) : 0);
            pace.SawFrame(frame - HostClock.Us(60), frame, ended);
        }

        Assert.True(isForeseen ? hits > count * 0.7 : hits < count * 0.1, $"{hits} of {count}");

        // A desktop that stands still is not waited for.
        Assert.False(pace.TryForesee(HostClock.Ms(10_000), out _, out _));
    }

    /// <summary>The rhythm changes (a film starts, a game slows down): found again within a second, never dearer than the worst rhythm.</summary>
    [Fact]
    public void A_new_rhythm_is_found()
    {
        var random = new Random(11);
        var frames = new List<long>();
        var t = 0.0;
        foreach (var hz in (double[])[60, 24, 144, 30, 75])
        {
            for (var until = t + 3e9; t < until; t += 1e9 / hz)
            {
                frames.Add((long)(t + (PaceSimulation.Normal(random) * 30_000)));
            }
        }

        var result = new PaceSimulation(1).Run(frames, [], 15);
        Assert.True(PaceSimulation.At(result.FrameDelaysUs, 0.5) <= 60, $"{result}");
        Assert.True(result.Predicted >= result.FrameDelaysUs.Count * 0.85, $"{result}");
        Assert.True(result.Core <= 0.02, $"{result}");
    }

    [Fact]
    public void Where_a_ring_may_come_nobody_spins()
    {
        var result = new PaceSimulation(1, maySpin: false).Run(PaceSimulation.Steady(new Random(1), 60, Seconds, 30), [], Seconds);
        Assert.Equal(0, result.SpunCore);
        Assert.True(PaceSimulation.At(result.FrameDelaysUs, 0.5) <= 150, $"{result}");
    }

    [Fact]
    public void A_dear_look_that_brings_nothing_is_followed_by_a_longer_pause()
    {
        var pace = new PollPace(new FeedOptions { Source = "" });
        pace.Reset(HostClock.Ms(50));
        var next = pace.Next(HostClock.Ms(100), HostClock.Ms(102), productive: false, maySpin: true, out var spin);
        Assert.Equal((0, HostClock.Ms(108)), (spin, next));
        next = pace.Next(HostClock.Ms(200), HostClock.Ms(300), productive: false, maySpin: true, out _);
        Assert.Equal(HostClock.Ms(310), next);
    }

    [Fact]
    public void Predicting_allocates_nothing()
    {
        var pace = new PollPace(new FeedOptions { Source = "" });
        long Feed(int frames, long from)
        {
            var at = from;
            for (var i = 0; i < frames; i++, at += HostClock.Us(16_667))
            {
                pace.SawFrame(at - 50, at, at + 100);
                pace.Next(at, at + 100, productive: true, maySpin: true, out _);
            }

            return at;
        }

        var end = Feed(100, HostClock.Ms(1));
        var mark = GC.GetAllocatedBytesForCurrentThread();
        Feed(1000, end);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - mark);
    }
}
