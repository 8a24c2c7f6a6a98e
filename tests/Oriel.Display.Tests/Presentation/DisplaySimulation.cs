using Oriel.Display.Presentation;

namespace Oriel.Display.Tests.Presentation;

/// <summary>A guest, a renderer and a display in virtual time: what a picture shows, and when, with the pacer or without.</summary>
internal sealed class DisplaySimulation
{
    private readonly Random _random = new(5);
    private long _now = 1_000_000_000;

    public long PeriodNs { get; init; } = 16_666_667;

    public long GuestPeriodNs { get; init; } = 3_333_333;

    public long CostNs { get; set; } = 3_000_000;

    /// <summary>Some pictures cost this much more.</summary>
    public long SpikeNs { get; set; }

    /// <summary>One of so many.</summary>
    public int SpikeEvery { get; set; } = 20;

    /// <summary>The compositor takes pictures this long before a refresh.</summary>
    public long LatchNs { get; init; }

    public int JitterNs { get; init; }

    public JustInTimePacer Pacer { get; } = new();

    public RefreshModel Refresh { get; } = new();

    public int Shown { get; private set; }

    public int Missed { get; private set; }

    /// <summary>Mean time from a frame's arrival to its being shown.</summary>
    public double MeanAgeMs => _ages / 1e6 / Math.Max(1, Shown);

    private double _ages;

    public void Run(int pictures, bool isPaced = true)
    {
        (Shown, Missed, _ages) = (0, 0, 0);
        long lastFrame = 0;
        while (Shown < pictures)
        {
            var frame = _now / GuestPeriodNs * GuestPeriodNs;
            if (frame == lastFrame)
            {
                _now = frame = lastFrame + GuestPeriodNs;
            }

            long target = 0;
            if (isPaced && Refresh.IsSteadyAt(_now))
            {
                (var start, target) = Pacer.Plan(_now, Refresh);
                Assert.True(target > _now);
                Assert.True(start - _now < 2 * PeriodNs);
                _now = Math.Max(_now, start);
                frame = _now / GuestPeriodNs * GuestPeriodNs;
                Pacer.Begin(target);
            }

            lastFrame = frame;
            var cost = CostNs + _random.Next((int)(CostNs / 5)) + (SpikeNs > 0 && _random.Next(SpikeEvery) == 0 ? SpikeNs : 0);
            Pacer.AddCost(cost);
            var ready = _now + cost;
            var count = ((ready + LatchNs) / PeriodNs) + 1;
            var shown = count * PeriodNs;
            Refresh.Add(shown + (JitterNs == 0 ? 0 : _random.Next(JitterNs)), (ulong)count, -1);
            if (target != 0)
            {
                var isHit = shown < target + (PeriodNs / 2);
                Missed += isHit ? 0 : 1;
                Pacer.Report(isHit, PeriodNs);
            }

            Shown++;
            _ages += shown - frame;
            _now = isPaced ? Math.Max(ready, shown - PeriodNs + 1) : Math.Max(ready, shown);
        }
    }
}
