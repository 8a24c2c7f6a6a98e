using Oriel.Display.Latency;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency;

/// <summary>How the guest's clock stood to ours. The guest has a hand in it: to be read, not relied on.</summary>
/// <param name="Relation">"shared", "estimated" or "unknown".</param>
/// <param name="OffsetNs">Ours minus the guest's at the end; null = unknown.</param>
/// <param name="UncertaintyNs">How far that may be off, either way.</param>
/// <param name="DriftPpm">How fast it grows, millionths; null = unknown.</param>
/// <param name="WorstErrorNs">How far captured and published may be off, at worst of all frames, both together.</param>
/// <param name="Frames">Frames whose guest times are known.</param>
internal sealed record ClockReport(string Relation, long? OffsetNs, long? UncertaintyNs, double? DriftPpm, long? WorstErrorNs, long Frames)
{
    /// <summary>Makes one.</summary>
    public static ClockReport Make(in ClockEstimate clock, StageLatencies stages) => new(
        clock.Relation.ToString().ToLowerInvariant(),
        StageReport.Known(clock.OffsetNs),
        StageReport.Known(clock.UncertaintyNs),
        double.IsNaN(clock.DriftPpm) ? null : Math.Round(clock.DriftPpm, 2),
        StageReport.Known(stages.WorstClockErrorNs),
        stages.ClockedFrames);
}
