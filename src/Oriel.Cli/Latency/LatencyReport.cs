using Oriel.Cli.Latency.Input;
using Oriel.Display;
using Oriel.Display.Latency;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency;

/// <summary>What a measurement found: what <c>oriel latency</c> prints, and as JSON (docs/latency.md has the fields). Times are nanoseconds; null = unknown, which is not zero.</summary>
internal sealed record LatencyReport
{
    /// <summary>Changes when a field changes its meaning or goes; new fields do not change it.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>This program's version.</summary>
    public string Version { get; init; } = typeof(LatencyReport).Assembly.GetName().Version?.ToString(3) ?? "?";

    /// <summary>The region.</summary>
    public string Region { get; init; } = "";

    /// <summary>"window" or "headless".</summary>
    public string Viewer { get; init; } = "";

    /// <summary>Renderer and upload path.</summary>
    public string Renderer { get; init; } = "";

    /// <summary>How pictures are handed to the window system.</summary>
    public string Presenting { get; init; } = "";

    /// <summary>The display's refresh rate; null = unknown.</summary>
    public double? RefreshHz { get; init; }

    /// <summary>How the feed was woken; null = unknown.</summary>
    public string? Wakeup { get; init; }

    /// <summary>The producer's own words.</summary>
    public string Producer { get; init; } = "";

    /// <summary>Picture size, pixels.</summary>
    public int Width { get; init; }

    /// <summary>Picture size, pixels.</summary>
    public int Height { get; init; }

    /// <summary>Frames measured.</summary>
    public long Frames { get; init; }

    /// <summary>Frames that percentiles are made of: the last ones.</summary>
    public long Kept { get; init; }

    /// <summary>Frames shown before measuring began.</summary>
    public long LeftOut { get; init; }

    /// <summary>From the first measured frame to the last.</summary>
    public double Seconds { get; init; }

    /// <summary>Frames per second between them; null with fewer than two.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>How the guest's clock stands to ours.</summary>
    public required ClockReport Clock { get; init; }

    /// <summary>How many frames' presentation is known how.</summary>
    public required PresentationReport Presentation { get; init; }

    /// <summary>The stages, those that follow one another first.</summary>
    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>Frames that were not shown.</summary>
    public required DropReport Drops { get; init; }

    /// <summary>Injected inputs; null = none were.</summary>
    public InputReport? Input { get; init; }

    /// <summary>Makes one of a viewer that has stopped.</summary>
    public static LatencyReport Make(LatencyOptions options, FrameRecord record, FeedLoop feed, RenderLoop render, in ClockEstimate clock, InputResult? input)
    {
        var (stages, status, statistics) = (record.Stages, feed.Status, render.Statistics);
        var (width, height) = render.PictureSize;
        var seconds = stages.Frames == 0 ? 0 : (record.LastNs - record.FirstNs) / 1e9;
        return new LatencyReport
        {
            Region = options.View.Source,
            Viewer = options.IsHeadless ? "headless" : "window",
            Renderer = statistics.Renderer,
            Presenting = statistics.Presentation,
            RefreshHz = statistics.RefreshHz > 0 ? Math.Round(statistics.RefreshHz, 3) : null,
            Wakeup = status.Wakeup.Length == 0 ? null : status.Wakeup,
            Producer = status.ProducerText,
            Width = width,
            Height = height,
            Frames = stages.Frames,
            Kept = Math.Min(stages.Frames, stages.Capacity),
            LeftOut = record.LeftOut,
            Seconds = Math.Round(seconds, 3),
            FramesPerSecond = seconds > 0 ? Math.Round((stages.Frames - 1) / seconds, 2) : null,
            Clock = ClockReport.Make(in clock, stages),
            Presentation = new PresentationReport(
                record.CountOf(PresentationEvidence.WindowSystem), record.CountOf(PresentationEvidence.SwapReturned), record.CountOf(PresentationEvidence.None)),
            Stages = [.. Enum.GetValues<FrameStage>().Select(stage => StageReport.Make(stage, stages[stage].Summarize()))],
            Drops = new DropReport(
                statistics.Overwritten, feed.Counters.Superseded, feed.Counters.NoSlot, feed.Counters.Missed, feed.Counters.Stalled, feed.Counters.Torn, feed.Counters.RejectedTotal),
            Input = input is null ? null : InputReport.Make(input),
        };
    }
}
