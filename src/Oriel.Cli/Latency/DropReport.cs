namespace Oriel.Cli.Latency;

/// <summary>Why frames were not shown, since the start of the viewer (docs/viewer.md).</summary>
internal sealed record DropReport(long Overwritten, long Superseded, long NoSlot, long Missed, long Stalled, long Torn, long Rejected);
