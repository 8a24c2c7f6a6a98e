using Oriel.Host.Probes;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Host.Checks.Regions;

/// <summary>D11: the guest has an active output.</summary>
internal sealed class GuestOutputCheck : GuestCheck
{
    /// <inheritdoc/>
    public override string Id => "D11";

    /// <inheritdoc/>
    public override string Title => "The guest has a screen to capture";

    /// <inheritdoc/>
    public override string Symptom => "No picture although the agent runs; the guest's GPU has no monitor.";

    /// <inheritdoc/>
    public override string Why => "A GPU without a monitor draws nothing, so there is nothing to capture.";

    /// <inheritdoc/>
    public override string Remedy => "Connect a monitor or a dummy plug, or install a virtual display driver in the guest.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, RegionSight inside, GuestSight guest, ICollection<Finding> findings)
    {
        if (guest.State == nameof(GuestState.NoOutput))
        {
            findings.Add(Told(place, guest, "at least one active output"));
            return null;
        }

        return guest.Outputs is { } outputs ? $"{outputs} active {(outputs == 1 ? "output" : "outputs")}" : null;
    }
}
