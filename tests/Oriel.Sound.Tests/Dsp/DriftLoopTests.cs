using Oriel.Sound.Dsp;

namespace Oriel.Sound.Tests.Dsp;

/// <summary>The controller alone, against a buffer that only knows time.</summary>
public sealed class DriftLoopTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(-500)]
    [InlineData(50)]
    [InlineData(-850)]
    public void It_learns_the_difference_of_two_clocks(double ppm)
    {
        var loop = new DriftLoop();
        var run = Simulate(loop, ppm * 1e-6, 600, _ => 0);
        Assert.InRange(loop.Correction * 1e6, ppm - 1, ppm + 1);
        Assert.InRange(run.LevelAtEnd * 1000, -0.05, 0.05);
        Assert.True(run.Farthest < Math.Abs(ppm) * 7e-6, $"the level went {run.Farthest * 1000:0.00} ms away");
        Assert.True(run.Strongest <= DriftLoop.NarrowLimit, $"{run.Strongest * 1e6:0} ppm");
    }

    [Fact]
    public void Jitter_does_not_become_vibrato()
    {
        var random = new Random(3);
        var loop = new DriftLoop();
        var run = Simulate(loop, 200e-6, 600, _ => (random.NextDouble() - 0.5) * 0.01);

        // A third of a cent from the lowest to the highest in five minutes.
        Assert.InRange(run.CorrectionSpread * 1e6, 0, 200);
        Assert.InRange(run.MeanCorrection * 1e6, 190, 210);
    }

    [Fact]
    public void The_correction_never_jumps()
    {
        var random = new Random(4);
        var loop = new DriftLoop();
        var last = 0.0;
        for (var i = 0; i < 100_000; i++)
        {
            var now = loop.Update((random.NextDouble() - 0.5) * 2, 0.01);
            Assert.InRange(Math.Abs(now - last) * 1e6, 0, 2.6);
            Assert.InRange(Math.Abs(now) * 1e6, 0, 5_000.1);
            last = now;
        }
    }

    /// <summary>A stall puts the level far off; that takes its time, but no listener hears it.</summary>
    [Theory]
    [InlineData(0.035, 0)]
    [InlineData(-0.035, 500)]
    [InlineData(0.035, 500)]
    public void A_level_far_off_is_worked_off_within_the_narrow_limit(double off, double ppm)
    {
        var loop = new DriftLoop();
        var run = Simulate(loop, ppm * 1e-6, 400, _ => 0, off);
        Assert.True(run.Strongest <= DriftLoop.NarrowLimit, $"{run.Strongest * 1e6:0} ppm");
        Assert.InRange(run.LevelAtEnd * 1000, -0.1, 0.1);
    }

    [Fact]
    public void Clocks_far_apart_are_followed_with_a_wider_limit_after_a_while()
    {
        var loop = new DriftLoop();
        var run = Simulate(loop, 2000e-6, 600, _ => 0);
        Assert.InRange(run.LevelAtEnd * 1000, -3, 3);
        Assert.InRange(loop.Correction * 1e6, 1_900, 2_100);

        // And a clock that comes to its senses is followed with small steps again.
        _ = Simulate(loop, 0, 300, _ => 0);
        Assert.InRange(Math.Abs(loop.Correction) * 1e6, 0, 20);
    }

    private static Run Simulate(DriftLoop loop, double difference, double seconds, Func<double, double> jitter, double level = 0)
    {
        const double Step = 0.01;
        double farthest = 0, strongest = 0, low = double.MaxValue, high = double.MinValue, sum = 0;
        var counted = 0;
        for (var time = 0.0; time < seconds; time += Step)
        {
            var correction = loop.Update(level + jitter(time), Step);
            level += Step * (difference - correction);
            farthest = Math.Max(farthest, Math.Abs(level));
            strongest = Math.Max(strongest, Math.Abs(correction));
            if (time > seconds / 2)
            {
                low = Math.Min(low, correction);
                high = Math.Max(high, correction);
                sum += correction;
                counted++;
            }
        }

        return new Run(level, farthest, strongest, high - low, sum / counted);
    }

    private sealed record Run(double LevelAtEnd, double Farthest, double Strongest, double CorrectionSpread, double MeanCorrection);
}
