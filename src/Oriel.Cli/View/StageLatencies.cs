using Oriel.Relay.Consumer;

namespace Oriel.Cli.View;

/// <summary>How long shown frames took, in all and by stage. The render thread adds; any reads afterwards.</summary>
internal sealed class StageLatencies
{
    private readonly LatencyHistogram _total = new();
    private readonly LatencyHistogram _copy = new();
    private readonly LatencyHistogram _draw = new();
    private readonly LatencyHistogram _present = new();

    /// <summary>Counts one frame.</summary>
    public void Add(FrameTimes times)
    {
        _total.Add(times.PresentedNs - times.SeenNs);
        _copy.Add(times.CopiedNs - times.SeenNs);
        _draw.Add(times.SubmittedNs - times.CopiedNs);
        _present.Add(times.PresentedNs - times.SubmittedNs);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{_total} (p50 by stage: copy {_copy.PercentileMs(0.5):0.00} ms, upload and draw {_draw.PercentileMs(0.5):0.00} ms, present {_present.PercentileMs(0.5):0.00} ms)");
}
