using Oriel.Display.Latency;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency;

/// <summary>One stage of a report. Nanoseconds; null = never measured.</summary>
/// <param name="Name">A word: publish, wake, copy, upload, draw, present, fill, render, viewer, fromPublished, total; for inputs captured, seen, presented.</param>
/// <param name="From">The time it begins with.</param>
/// <param name="To">The time it ends with.</param>
/// <param name="Count">Frames in which both are known.</param>
/// <param name="Unknown">Frames in which one is not.</param>
/// <param name="MeanNs">Mean of all.</param>
/// <param name="P50Ns">Median of the kept ones.</param>
/// <param name="P95Ns">95th percentile.</param>
/// <param name="P99Ns">99th percentile.</param>
/// <param name="MaxNs">The longest of all.</param>
internal sealed record StageReport(string Name, string From, string To, long Count, long Unknown, long? MeanNs, long? P50Ns, long? P95Ns, long? P99Ns, long? MaxNs)
{
    /// <summary>Of a stage.</summary>
    public static StageReport Make(FrameStage stage, in DurationSummary summary)
    {
        var (from, to) = FrameStages.Ends(stage);
        var name = stage.ToString();
        return Make($"{char.ToLowerInvariant(name[0])}{name[1..]}", FrameStages.PointName(from), FrameStages.PointName(to), summary);
    }

    /// <summary>Of any two times.</summary>
    public static StageReport Make(string name, string from, string to, in DurationSummary summary) => new(
        name, from, to, summary.Count, summary.Unknown, Known(summary.MeanNs), Known(summary.P50Ns), Known(summary.P95Ns), Known(summary.P99Ns), Known(summary.MaxNs));

    /// <summary>Null for unknown.</summary>
    public static long? Known(long nanoseconds) => nanoseconds == FrameTimes.Unknown ? null : nanoseconds;
}
