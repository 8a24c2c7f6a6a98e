using FsCheck;
using FsCheck.Fluent;
using Oriel.Relay.Consumer;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>The promise of the estimate: the true offset lies in the stated interval, whatever the delays, as long as the clocks drift no faster than assumed.</summary>
public sealed class GuestClockTests
{
    private const long Ms = 1_000_000;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_true_offset_always_lies_in_the_interval(int seed)
    {
        var random = new Random(seed);
        var offset = random.NextInt64(-2_000_000_000_000_000, 2_000_000_000_000_000);
        var clocks = new SimulatedClocks(seed, offset, seed % 3 switch { 0 => 1, 1 => 100, _ => 1_000_000 });
        var clock = new GuestClock();
        clock.Reset(seed % 3 switch { 0 => 1, 1 => 100, _ => 1_000_000 });

        // A coarse clock with quick answers: then its step is what bounds the offset.
        var (down, up) = (random.NextInt64(100, 300_000), random.NextInt64(100, seed % 3 == 2 ? 50_000 : 5 * Ms));
        var (known, worst) = (0, 0L);
        for (var i = 0; i < 20_000; i++)
        {
            clocks.DriftPpm = (seed % 4) switch
            {
                0 => GuestClock.MaxDriftPpm,
                1 => -GuestClock.MaxDriftPpm,
                2 => Math.Sin(i / 1000.0) * GuestClock.MaxDriftPpm,
                _ => random.Next(-GuestClock.MaxDriftPpm, GuestClock.MaxDriftPpm + 1),
            };
            Exchange(clock, clocks, down, up);
            AssertHolds(clock, clocks, i);
            known += clock.IsKnown ? 1 : 0;
            worst = clock.IsKnown && i > 1000 ? Math.Max(worst, clock.UncertaintyNs) : worst;
            clocks.Advance(clocks.Delay(0, 8 * Ms));
            clock.AgeTo(clocks.HostNs);
            AssertHolds(clock, clocks, i);
        }

        Assert.True(known > 19_000, $"{known} of 20000 times known");
        Assert.Equal(0, clock.Jumps);

        // Useful, too: the width is of the order of the delays, a step of the guest's clock and what drifts in between.
        Assert.True(worst < (5 * (down + up)) + (4 * Ms), $"uncertain by {worst} ns with delays of {down} and {up} ns");
    }

    [Fact]
    public void Quick_messages_and_a_fine_clock_leave_little_uncertainty()
    {
        var clocks = new SimulatedClocks(5, -123_456_789_012, 1) { DriftPpm = 35 };
        var clock = new GuestClock();
        clock.Reset(1);
        for (var i = 0; i < 2000; i++)
        {
            Exchange(clock, clocks, 2_000, 20_000);
            clocks.Advance(16 * Ms);
        }

        clock.AgeTo(clocks.HostNs);
        AssertHolds(clock, clocks, 0);
        Assert.InRange(clock.UncertaintyNs, 1, 60_000);
        var (ppm, uncertainty) = clock.Drift;
        Assert.InRange(35 - ppm, -uncertainty, uncertainty);
        Assert.InRange(uncertainty, 0.001, 10);
    }

    [Fact]
    public void Nothing_is_known_from_one_side_alone()
    {
        var clock = new GuestClock();
        clock.Reset(1);
        for (var i = 1; i < 100; i++)
        {
            clock.AddSeen(i * Ms, i * Ms);
        }

        Assert.False(clock.IsKnown);
        clock.Reset(1);
        for (var i = 1; i < 100; i++)
        {
            clock.AddEcho(i * Ms, i * Ms, i * Ms);
        }

        Assert.False(clock.IsKnown);
        Assert.Equal((double.NaN, double.NaN), clock.Drift);
    }

    [Fact]
    public void Without_samples_it_becomes_uncertain_and_in_the_end_unknown()
    {
        var clocks = new SimulatedClocks(1, 77, 1);
        var clock = new GuestClock();
        clock.Reset(1);
        Exchange(clock, clocks, 1000, 1000);
        var before = clock.UncertaintyNs;
        clocks.Advance(1_000_000_000);
        clock.AgeTo(clocks.HostNs);
        Assert.InRange(clock.UncertaintyNs - before, 200_000, 200_010);
        clocks.Advance(3_600_000_000_000);
        clock.AgeTo(clocks.HostNs);
        Assert.False(clock.IsKnown);
    }

    /// <summary>A guest's clock that is set forward, or back beyond the last sample, is noticed with the next frame: not one wrong answer.</summary>
    [Theory]
    [InlineData(5 * Ms)]
    [InlineData(3_600_000_000_000)]
    [InlineData(-400 * Ms)]
    [InlineData(-3_600_000_000_000)]
    public void A_jump_of_the_guests_clock_starts_over(long jump)
    {
        var clocks = new SimulatedClocks(9, 1_000_000_000_000, 1) { DriftPpm = 20 };
        var clock = new GuestClock();
        clock.Reset(1);
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 50; i++)
            {
                Exchange(clock, clocks, 1000, 30_000);
                AssertHolds(clock, clocks, i);
                clocks.Advance(5 * Ms);
            }

            Assert.True(clock.IsKnown);
            clocks.SetGuestForward(jump);
            clocks.Advance(Ms);
            Seen(clock, clocks, 1000);
            AssertHolds(clock, clocks, round);
        }

        Assert.Equal(20, clock.Jumps);
    }

    /// <summary>A paused guest's clock stands still: the next echo of ours tells.</summary>
    [Fact]
    public void A_pause_is_noticed_with_the_next_echo()
    {
        var clocks = new SimulatedClocks(9, 1_000_000_000_000, 1);
        var clock = new GuestClock();
        clock.Reset(1);
        for (var i = 0; i < 50; i++)
        {
            Exchange(clock, clocks, 1000, 30_000);
            clocks.Advance(5 * Ms);
        }

        clocks.Advance(300 * Ms);
        clocks.SetGuestForward(-300 * Ms);
        Echo(clock, clocks, 30_000);
        AssertHolds(clock, clocks, 0);
        Assert.Equal(1, clock.Jumps);
        Exchange(clock, clocks, 1000, 30_000);
        AssertHolds(clock, clocks, 1);
        Assert.True(clock.IsKnown);
    }

    [Fact]
    public void Whatever_numbers_come_nothing_overflows_and_intervals_are_intervals()
    {
        var edges = new[] { 0, 1, -1, long.MaxValue, long.MinValue, 1L << 60, (1L << 60) - 1, -(1L << 60), 1L << 62, 1_000_000_000, 3_000_000_000_000_000 };
        var number = Gen.Frequency((3, Gen.Elements(edges)), (1, Gen.Choose(int.MinValue, int.MaxValue).Select(i => (long)i * i * Math.Sign(i))), (2, Gen.Choose(1, 1_000_000).Select(i => 3_000_000_000_000_000 + i)));
        var step = from kind in Gen.Choose(0, 3) from a in number from b in number from c in number select (kind, a, b, c);
        var known = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(20261128, 7919), Prop.ForAll(Gen.ListOf(step, 30).ToArbitrary(), steps =>
        {
            var clock = new GuestClock();
            clock.Reset(steps.Count == 0 ? 1 : steps[0].a);
            foreach (var (kind, a, b, c) in steps)
            {
                switch (kind)
                {
                    case 0:
                        clock.AddSeen(a, b);
                        break;
                    case 1:
                        clock.AddEcho(a, b, c);
                        break;
                    case 2:
                        clock.AgeTo(a);
                        break;
                    default:
                        _ = clock.Drift;
                        break;
                }

                if (clock.IsKnown)
                {
                    known++;
                    if (clock.UncertaintyNs is < 0 or > GuestClock.MaxWidthNs || Math.Abs(clock.OffsetNs) > 1L << 61)
                    {
                        return false;
                    }
                }
            }

            return true;
        }));
        Assert.True(known > 100, $"{known} intervals");
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var clocks = new SimulatedClocks(9, 1_000_000_000_000, 1);
        var clock = new GuestClock();
        clock.Reset(1);
        Exchange(clock, clocks, 1000, 1000);
        _ = clock.Drift;
        var mark = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Exchange(clock, clocks, 1000, 1000);
            _ = clock.Drift;
            clocks.Advance(20 * Ms);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - mark);
    }

    private static void Exchange(GuestClock clock, SimulatedClocks clocks, long down, long up)
    {
        Seen(clock, clocks, down);
        Echo(clock, clocks, up);
    }

    private static void Seen(GuestClock clock, SimulatedClocks clocks, long down)
    {
        var guest = clocks.GuestNs;
        clocks.Advance(clocks.Delay(down / 10, down));
        clock.AddSeen(guest, clocks.HostNs);
    }

    /// <summary>Our clock goes up, the guest's comes back with it, and is looked at a while later.</summary>
    private static void Echo(GuestClock clock, SimulatedClocks clocks, long up)
    {
        var stamp = clocks.HostNs;
        clocks.Advance(clocks.Delay(up / 10, up));
        var guest = clocks.GuestNs;
        clocks.Advance(clocks.Delay(0, Ms));
        clock.AddEcho(stamp, guest, clocks.HostNs);
    }

    private static void AssertHolds(GuestClock clock, SimulatedClocks clocks, int step)
    {
        if (clock.IsKnown)
        {
            // Half a nanosecond is the simulation's own.
            Assert.True(Math.Abs(clocks.OffsetNs - clock.OffsetNs) <= clock.UncertaintyNs + 0.5,
                $"step {step}: the offset is {clocks.OffsetNs}, the estimate {clock.OffsetNs} ± {clock.UncertaintyNs}");
        }
    }
}
