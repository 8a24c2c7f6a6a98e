using Oriel.Testing;

namespace Oriel.Relay.Tests;

/// <summary>A consumer that stops loses its place, disturbs the others for a second at most, and comes back by itself.</summary>
public sealed class TwoProcessEvictionTests
{
    [Theory]
    [InlineData("p20")]
    [InlineData("p34")]
    public void A_stopped_consumer_is_evicted_and_comes_back(string profile)
    {
        using var programs = new TwoProcessPrograms();
        var producer = programs.Producer("--create", "16M", "--size", "320x200", "--rate", "60", "--damage", "moving", "--profile", profile, "--stats");
        var steady = programs.Consumer("--verify", "--seconds", "0");
        var stopped = programs.Consumer("--verify", "--seconds", "0");
        steady.WaitForLine("\"state\":\"Live\"", TimeSpan.FromSeconds(20));
        stopped.WaitForLine("\"event\":\"second\".*\"state\":\"Live\"", TimeSpan.FromSeconds(20));
        var framesBefore = TwoProcessPrograms.Number(TwoProcessPrograms.Last(stopped, "second"), "frames");

        stopped.Send(Signal.Stop);
        Eventually.True(() => producer.Output.Contains("\"evictions\":1", StringComparison.Ordinal) || producer.Output.Contains("\"evictions\":2", StringComparison.Ordinal),
            TimeSpan.FromSeconds(10), () => $"eviction; the producer printed\n{producer.Output}");
        Seconds(steady, 2); // a stop of more than 2.5 s in all
        stopped.Send(Signal.Continue);

        // It is served again by the same session and sees right pixels.
        Eventually.True(
            () => TwoProcessPrograms.Number(TwoProcessPrograms.Last(stopped, "second"), "frames") > framesBefore + 60,
            TimeSpan.FromSeconds(15), () => $"frames after the pause:\n{stopped.Output}");
        Assert.Equal(0, stopped.Stop());
        Assert.Equal(0, steady.Stop());
        var back = TwoProcessPrograms.Last(stopped, "end");
        var other = TwoProcessPrograms.Last(steady, "end");
        Assert.True(TwoProcessPrograms.Number(back, "evictions") >= 1, stopped.Output);
        Assert.Equal((1, 0), (TwoProcessPrograms.Number(back, "sessions"), TwoProcessPrograms.Number(back, "wrong")));
        Assert.Equal((1, 0), (TwoProcessPrograms.Number(other, "sessions"), TwoProcessPrograms.Number(other, "wrong")));
        // Where several programs want each processor, the other may be late for a second by itself.
        Assert.True(TwoProcessPrograms.Number(other, "evictions") == 0 || TwoProcessPrograms.IsCrowded, steady.Output);
        Assert.Equal(0, producer.Stop());
        Assert.Equal(1, TwoProcessPrograms.Number(TwoProcessPrograms.Last(producer, "end"), "sessions"));
    }

    /// <summary>Waits for this many more lines of a probe that prints one per second: time as the consumer sees it, and a proof that it is served.</summary>
    private static void Seconds(TestProcess probe, int count)
    {
        var before = TwoProcessPrograms.Number(TwoProcessPrograms.Last(probe, "second"), "ms");
        var frames = TwoProcessPrograms.Number(TwoProcessPrograms.Last(probe, "second"), "frames");
        Eventually.True(
            () => TwoProcessPrograms.Number(TwoProcessPrograms.Last(probe, "second"), "ms") >= before + (count * 1000) - 100,
            TimeSpan.FromSeconds(20), () => $"{count} seconds of\n{probe.Output}");
        var served = TwoProcessPrograms.Number(TwoProcessPrograms.Last(probe, "second"), "frames") - frames;
        Assert.True(served > 10 * count, $"only {served} frames in {count} s while the other was stopped");
    }
}
