using Oriel.Cli.View;

namespace Oriel.Cli.Tests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_are_those_of_the_sorted_list()
    {
        var random = new Random(5);
        var histogram = new LatencyHistogram();
        var all = Enumerable.Range(0, 5000).Select(_ => (long)random.Next(90_000_000)).ToList();
        all.ForEach(histogram.Add);
        all.Sort();
        foreach (var share in new[] { 0.01, 0.5, 0.99, 1.0 })
        {
            var exact = all[(int)Math.Ceiling(all.Count * share) - 1] / 1e6;
            Assert.InRange(histogram.PercentileMs(share), exact, exact + 0.01);
        }
    }

    [Fact]
    public void Nothing_unknown_and_too_long()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(0, histogram.PercentileMs(0.5));
        histogram.Add(-1);
        Assert.Equal(0, histogram.Total);
        histogram.Add(long.MaxValue);
        Assert.InRange(histogram.PercentileMs(0.5), 100, 100.02);
    }
}
