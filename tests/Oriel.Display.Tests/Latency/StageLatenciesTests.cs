using Oriel.Display.Latency;
using Oriel.Display.Overlay;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Tests.Latency;

/// <summary>What latency figures are made of.</summary>
public sealed class StageLatenciesTests
{
    [Fact]
    public void Percentiles_are_those_of_the_sorted_list()
    {
        var random = new Random(5);
        foreach (var count in new[] { 1, 2, 3, 19, 20, 99, 100, 101, 5000 })
        {
            var samples = new DurationSamples(5000);
            var all = Enumerable.Range(0, count).Select(_ => random.NextInt64(-1000, 3_000_000_000)).ToList();
            all.ForEach(samples.Add);
            all.Sort();
            var summary = samples.Summarize();
            Assert.Equal(count, summary.Count);
            Assert.Equal((long)Math.Round(all.Average()), summary.MeanNs, 1.0);
            Assert.Equal(all[^1], summary.MaxNs);
            Assert.Equal((Share(0.50), Share(0.95), Share(0.99)), (summary.P50Ns, summary.P95Ns, summary.P99Ns));

            // The smallest value that at least this share does not exceed, by counting.
            long Share(double share) => all.First(value => all.Count(other => other <= value) >= (share * count) - 1e-9);
        }
    }

    [Fact]
    public void Old_ones_are_forgotten_but_still_counted()
    {
        var samples = new DurationSamples(10);
        samples.Add(1_000_000);
        for (var i = 1; i <= 25; i++)
        {
            samples.Add(i);
        }

        var summary = samples.Summarize();
        Assert.Equal((26, 10), (summary.Count, samples.Kept));
        Assert.Equal(1_000_000, summary.MaxNs);
        Assert.Equal(((1_000_000 + (25 * 13)) / 26.0), summary.MeanNs, 1.0);

        // Of 16 to 25.
        Assert.Equal((20, 25, 25), (summary.P50Ns, summary.P95Ns, summary.P99Ns));
    }

    [Fact]
    public void Unknown_is_not_zero()
    {
        var samples = new DurationSamples(10);
        samples.Add(FrameTimes.Unknown);
        samples.Add(FrameTimes.Unknown);
        var summary = samples.Summarize();
        Assert.Equal((0, 2, FrameTimes.Unknown, FrameTimes.Unknown), (summary.Count, summary.Unknown, summary.P50Ns, summary.MaxNs));
        samples.Add(0);
        summary = samples.Summarize();
        Assert.Equal((1, 2, 0, 0), (summary.Count, summary.Unknown, summary.P50Ns, summary.MaxNs));
    }

    [Fact]
    public void Stages_lie_between_their_times_and_the_parts_make_the_whole()
    {
        var times = new FrameTimes { CapturedNs = 100, PublishedNs = 110, SeenNs = 130, CopiedNs = 170, UploadedNs = 250, SubmittedNs = 410, PresentedNs = 730, FilledNs = 160 };
        var steps = Enumerable.Range(0, FrameStages.Steps).Select(i => FrameStages.Duration(times, (FrameStage)i)).ToArray();
        Assert.Equal([10, 20, 40, 80, 160, 320], steps);
        Assert.Equal(steps.Sum(), FrameStages.Duration(times, FrameStage.Total));
        Assert.Equal((240, 600, 620, 50), (At(FrameStage.Render), At(FrameStage.Viewer), At(FrameStage.FromPublished), At(FrameStage.Fill)));
        Assert.Equal("seen to copied", FrameStages.Span(FrameStage.Copy));
        Assert.Equal("published to filled", FrameStages.Span(FrameStage.Fill));
        Assert.Equal("captured to presented", FrameStages.Span(FrameStage.Total));
        Assert.Equal(FrameStages.Count, Enum.GetValues<FrameStage>().Select(FrameStages.Name).Distinct().Count());

        times.UploadedNs = FrameTimes.Unknown;
        Assert.Equal((FrameTimes.Unknown, FrameTimes.Unknown, 240), (At(FrameStage.Upload), At(FrameStage.Draw), At(FrameStage.Render)));

        long At(FrameStage stage) => FrameStages.Duration(times, stage);
    }

    [Fact]
    public void What_no_frame_tells_stays_unknown()
    {
        var stages = new StageLatencies(8);
        stages.Add(new FrameTimes { SeenNs = 10, CopiedNs = 20, SubmittedNs = 30, PresentedNs = 50 });
        stages.Add(new FrameTimes { CapturedNs = 5, PublishedNs = 6, GuestClockErrorNs = 3, SeenNs = 10, CopiedNs = 20, SubmittedNs = 30, PresentedNs = 60 });
        Assert.Equal((2, 1, 3), (stages.Frames, stages.ClockedFrames, stages.WorstClockErrorNs));
        Assert.Equal((1, 1), (stages[FrameStage.Total].Count, stages[FrameStage.Total].Unknown));
        Assert.Equal((2, 50), (stages[FrameStage.Viewer].Count, stages[FrameStage.Viewer].Summarize().MaxNs));
        Assert.Equal((0, 2), (stages[FrameStage.Upload].Count, stages[FrameStage.Upload].Unknown));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5_000_000, 5)]
    [InlineData(5_000_001, 10)]
    [InlineData(long.MaxValue, 2500)]
    public void The_graphs_scale_is_the_smallest_that_holds_the_frame(long longestNs, int scaleMs) => Assert.Equal(scaleMs, FrameGraph.ScaleFor(longestNs));

    [Fact]
    public void Adding_and_summing_up_allocates_nothing()
    {
        var stages = new StageLatencies(64);
        var scratch = new long[64];
        Work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Work();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Work()
        {
            stages.Add(new FrameTimes { SeenNs = 10, CopiedNs = 20, SubmittedNs = 30, PresentedNs = 50 });
            for (var stage = 0; stage < FrameStages.Count; stage++)
            {
                _ = stages[(FrameStage)stage].Summarize(scratch);
            }
        }
    }
}
