using System.Text.Json;
using Oriel.Cli.Latency;
using Oriel.Cli.Latency.Input;
using Oriel.Display.Latency;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Tests.Latency;

/// <summary>The report, as text and as JSON, against committed files.</summary>
public sealed class LatencyTextTests
{
    [Fact]
    public void What_is_known_is_printed() => Snapshot.Matches(LatencyText.Write(Sample()), "tests/Oriel.Cli.Tests/Snapshots/latency-known.txt");

    [Fact]
    public void What_is_unknown_is_said_to_be() => Snapshot.Matches(LatencyText.Write(Unknown()), "tests/Oriel.Cli.Tests/Snapshots/latency-unknown.txt");

    [Fact]
    public void The_JSON_is_what_the_documentation_says()
    {
        Snapshot.Matches(JsonSerializer.Serialize(Sample(), LatencyJson.Default.LatencyReport) + "\n", "tests/Oriel.Cli.Tests/Snapshots/latency.json");
        var stages = JsonDocument.Parse(JsonSerializer.Serialize(Unknown(), LatencyJson.Default.LatencyReport)).RootElement.GetProperty("stages");
        Assert.All(stages.EnumerateArray().Where(s => s.GetProperty("from").GetString() == "captured"), s => Assert.Equal(JsonValueKind.Null, s.GetProperty("p50Ns").ValueKind));
    }

    /// <summary>A report in which everything is known.</summary>
    internal static LatencyReport Sample()
    {
        var stages = new StageLatencies(100);
        for (var i = 1; i <= 200; i++)
        {
            var at = 1_000_000_000L + (i * 16_700_000L);
            stages.Add(new FrameTimes
            {
                Serial = (uint)i, CapturedNs = at, PublishedNs = at + 100_000, FilledNs = at + 300_000, SeenNs = at + 140_000 + (i * 100), CopiedNs = at + 900_000, UploadedNs = at + 1_500_000,
                SubmittedNs = at + 2_000_000, PresentedNs = at + 9_000_000 + (i * 10_000), GuestClockErrorNs = 25_000 + i, Presentation = PresentationEvidence.WindowSystem,
            });
        }

        Assert.True(Stimulus.TryParse(Stimulus.Default, out var stimulus, out _));
        List<InputTrial> trials = [];
        for (var i = 0; i < 12; i++)
        {
            var at = 5_000_000_000L + (i * 400_000_000L);
            trials.Add(i % 4 == 3
                ? new InputTrial(at, IsSham: true) { IsDetected = i == 3 }
                : new InputTrial(at, IsSham: false)
                {
                    IsDetected = i != 4, PresentedNs = i < 6 ? at + 20_000_000 + i : FrameTimes.Unknown, Frame = new FrameTimes { CapturedNs = at + 7_000_000, SeenNs = at + 8_000_000 + (i * 1000) },
                });
        }

        var input = InputResult.Make(new InputMeterOptions { Stimulus = stimulus }, new Patch(96, 112, 32, 16), trials, shamChanges: 2, TimeSpan.FromSeconds(1.2));
        return Report(stages, new ClockEstimate(ClockRelation.Estimated, 86_400_123_456_789, 24_000, 12.345, 1), new PresentationReport(200, 0, 0)) with { Wakeup = "doorbell, peer 3", RefreshHz = 59.951, Input = InputReport.Make(input) };
    }

    private static LatencyReport Unknown()
    {
        var stages = new StageLatencies(100);
        for (var i = 1; i <= 3; i++)
        {
            stages.Add(new FrameTimes { SeenNs = 100, CopiedNs = 50_100, SubmittedNs = 150_100, PresentedNs = (i * 1_000_000) + 100 });
        }

        return Report(stages, ClockEstimate.None, new PresentationReport(0, 2, 1)) with { Viewer = "window", LeftOut = 0, FramesPerSecond = null };
    }

    private static LatencyReport Report(StageLatencies stages, ClockEstimate clock, PresentationReport presentation) => new()
    {
        Version = "1.2.3",
        Region = "/dev/shm/oriel",
        Viewer = "headless",
        Renderer = "a GPU, mapped upload",
        Presenting = "on arrival, not waiting",
        Producer = "oriel-agent 1.2.3",
        Width = 1920,
        Height = 1080,
        Frames = stages.Frames,
        Kept = Math.Min(stages.Frames, stages.Capacity),
        LeftOut = 60,
        Seconds = 3.323,
        FramesPerSecond = 59.88,
        Clock = ClockReport.Make(clock, stages),
        Presentation = presentation,
        Stages = [.. Enum.GetValues<FrameStage>().Select(stage => StageReport.Make(stage, stages[stage].Summarize()))],
        Drops = new DropReport(1, 2, 3, 4, 5, 6, 7),
    };
}
