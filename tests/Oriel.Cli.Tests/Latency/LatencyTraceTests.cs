using System.Text.Json;
using Oriel.Cli.Latency;
using Oriel.Cli.Latency.Input;
using Oriel.Display.Latency;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Tests.Latency;

/// <summary>The trace against the rules of its format: what ui.perfetto.dev wants of a file to show all of it.</summary>
public sealed class LatencyTraceTests
{
    [Fact]
    public void Every_event_follows_the_rules_of_the_format()
    {
        var random = new Random(11);
        List<FrameTimes> frames = [];
        long now = 5_000_000_000;
        for (uint i = 1; i <= 400; i++)
        {
            // Frames follow one another faster than one is done, so that several are in one stage.
            now += random.Next(1_000, 9_000_000);
            var at = now;
            long Step(int most) => at += random.Next(0, most);
            var times = new FrameTimes
            {
                Serial = i % 100, CapturedNs = at, PublishedNs = Step(4_000_000), SeenNs = Step(2_000_000), CopiedNs = Step(3_000_000), UploadedNs = Step(3_000_000),
                SubmittedNs = Step(6_000_000), PresentedNs = Step(25_000_000), Presentation = PresentationEvidence.WindowSystem,
            };
            switch (random.Next(6))
            {
                case 0:
                    times.UploadedNs = FrameTimes.Unknown;
                    break;
                case 1:
                    (times.CapturedNs, times.PublishedNs) = (FrameTimes.Unknown, FrameTimes.Unknown);
                    break;
                case 2:
                    times.PublishedNs = times.SeenNs + 700;
                    break;
                case 3:
                    (times.PresentedNs, times.Presentation) = (FrameTimes.Unknown, PresentationEvidence.None);
                    break;
            }

            frames.Add(times);
        }

        List<InputTrial> trials =
        [
            new(5_100_000_000, IsSham: false) { IsDetected = true, Frame = frames[20], PresentedNs = frames[20].SeenNs + 20_000_000 },
            new(5_110_000_000, IsSham: false),
            new(5_120_000_000, IsSham: true),
        ];
        var events = TraceRules.Check(Write(frames, trials), out var slices);

        Assert.Equal(3, slices.Count(s => s.Category == "input"));
        Assert.Equal(frames.Sum(f => Enumerable.Range(0, FrameStages.Points).Count(p => FrameStages.Point(f, p) != FrameTimes.Unknown) - 1), slices.Count(s => s.Category == "frame"));
        Assert.Equal(frames.Count(f => f.PresentedNs != FrameTimes.Unknown), events.Count(e => e.GetProperty("ph").GetString() == "C" && e.GetProperty("name").GetString() == "viewer ms"));
        Assert.Contains(slices, s => s.Name == "copied to submitted");

        // A track for each stage, named and in order.
        var names = events.Where(e => e.GetProperty("name").GetString() == "thread_name").ToDictionary(e => e.GetProperty("tid").GetInt32(), e => e.GetProperty("args").GetProperty("name").GetString()!);
        Assert.Equal(slices.Select(s => s.Track).Distinct().Order(), names.Keys.Order());
        Assert.Equal(
            [.. Enumerable.Range(0, FrameStages.Steps).Select(i => $"{i + 1} {FrameStages.Name((FrameStage)i)} ({FrameStages.Span((FrameStage)i)})"), "input to presented"],
            names.OrderBy(n => n.Key).Select(n => n.Value).Where(n => !n.Contains(", 2", StringComparison.Ordinal) && !n.Contains("), ", StringComparison.Ordinal)));
    }

    [Fact]
    public void One_frame_is_where_its_times_say()
    {
        var frame = new FrameTimes { Serial = 7, SeenNs = 1_000_000, CopiedNs = 1_500_000, UploadedNs = 1_750_000, SubmittedNs = 2_000_000, PresentedNs = 4_000_500 };
        var events = TraceRules.Check(Write([frame], []), out var slices);
        Assert.Equal([("copy", 0.0, 500.0), ("upload", 500.0, 250.0), ("draw", 750.0, 250.0), ("present", 1000.0, 2000.5)], slices.Select(s => (s.Name, s.Begin, s.Length)));
        Assert.Equal(["s", "t", "t", "f"], events.Select(e => e.GetProperty("ph").GetString()).Where(p => p is "s" or "t" or "f"));
        Assert.Equal(3.001, events.Single(e => e.GetProperty("ph").GetString() == "C").GetProperty("args").GetProperty("ms").GetDouble(), 0.001);
    }

    [Fact]
    public void A_trace_of_nothing_is_one()
    {
        Assert.Single(TraceRules.Check(Write([], []), out _));
        TraceRules.Check(Write([new FrameTimes { Serial = 1 }], []), out var slices);
        Assert.Empty(slices);
    }

    private static JsonDocument Write(IReadOnlyList<FrameTimes> frames, IReadOnlyList<InputTrial> trials)
    {
        using var output = new MemoryStream();
        LatencyTrace.Write(output, LatencyTextTests.Sample(), frames, trials);
        return JsonDocument.Parse(output.ToArray());
    }
}
