namespace Oriel.Display.Tests.Presentation;

/// <summary>Drawing late, in virtual time.</summary>
public sealed class JustInTimeTests
{
    [Theory]
    [InlineData(16_666_667, 3_000_000, 0)]
    [InlineData(16_666_667, 8_000_000, 0)]
    [InlineData(6_944_444, 2_000_000, 0)]
    [InlineData(4_166_667, 1_000_000, 0)]
    [InlineData(16_666_667, 3_000_000, 7_000_000)]
    public void Pictures_are_newer_and_hardly_ever_late(long period, long cost, long latch)
    {
        var late = new DisplaySimulation { PeriodNs = period, CostNs = cost, LatchNs = latch, GuestPeriodNs = 1_000_000 };
        late.Run(600);
        late.Run(3000);
        var eager = new DisplaySimulation { PeriodNs = period, CostNs = cost, LatchNs = latch, GuestPeriodNs = 1_000_000 };
        eager.Run(3000, isPaced: false);

        Assert.True(late.Missed < 30, $"{late.Missed} of 3000 late, margin {late.Pacer.MarginNs} ns");

        // A picture cannot be newer than its cost, the latch and the guest's own period allow.
        var limit = (cost * 1.2 + latch + 1_000_000) / 1e6;
        Assert.True(late.MeanAgeMs < limit + 2.5, $"{late.MeanAgeMs:0.00} ms old, at best {limit:0.00}");
        Assert.True(late.MeanAgeMs < eager.MeanAgeMs, $"{late.MeanAgeMs:0.00} ms old, on arrival {eager.MeanAgeMs:0.00}");
    }

    [Fact]
    public void Jitter_in_what_is_told_takes_some_room()
    {
        var bed = new DisplaySimulation { JitterNs = 1_500_000 };
        bed.Run(600);
        bed.Run(3000);
        Assert.True(bed.Missed < 60, $"{bed.Missed} of 3000 late");
    }

    [Fact]
    public void Dear_pictures_take_room_and_it_comes_back()
    {
        var bed = new DisplaySimulation();
        bed.Run(600);
        var before = bed.Pacer.LeadNs;

        bed.SpikeNs = 4_000_000;
        bed.Run(300);
        bed.Run(3000);
        Assert.True(bed.Missed < 150, $"{bed.Missed} of 3000 late");
        Assert.True(bed.Pacer.LeadNs > before + 2_000_000, $"lead {bed.Pacer.LeadNs} ns, before {before} ns");

        bed.SpikeNs = 0;
        bed.Run(60_000);
        Assert.True(bed.Pacer.LeadNs < before + 1_500_000, $"lead {bed.Pacer.LeadNs} ns, before {before} ns");
    }

    [Fact]
    public void Each_refresh_gets_one_picture()
    {
        var refresh = new Display.Presentation.RefreshModel();
        for (var i = 1; i <= 16; i++)
        {
            refresh.Add(i * 10_000_000L, (ulong)i, -1);
        }

        var pacer = new Display.Presentation.JustInTimePacer();
        pacer.AddCost(2_000_000);
        var (start, target) = pacer.Plan(161_000_000, refresh);
        Assert.Equal(170_000_000, target);
        Assert.Equal(170_000_000 - pacer.LeadNs, start);
        pacer.Begin(target);
        Assert.Equal(180_000_000, pacer.Plan(167_500_000, refresh).TargetNs);

        // A phase that moved a little does not make it two.
        refresh.Forget();
        for (var i = 1; i <= 16; i++)
        {
            refresh.Add((i * 10_000_000L) + 1_000_000, (ulong)i, -1);
        }

        Assert.Equal(181_000_000, pacer.Plan(167_500_000, refresh).TargetNs);

        // What cannot be reached is not tried: the one after it shows a newer frame.
        Assert.Equal(201_000_000, pacer.Plan(190_500_000, refresh).TargetNs);

        // A target of long ago, or of a clock that ran wild, holds nothing back for long.
        pacer.Begin(long.MaxValue / 2);
        Assert.InRange(pacer.Plan(300_000_000, refresh).TargetNs, 300_000_000, 330_000_000);
    }
}
