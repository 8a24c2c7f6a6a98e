using Oriel.Host.Probes;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Host.Checks.Regions;

/// <summary>D27: the guest's display is on.</summary>
internal sealed class GuestDisplayPowerCheck : GuestCheck
{
    /// <inheritdoc/>
    public override string Id => "D27";

    /// <inheritdoc/>
    public override string Title => "The guest's display is on";

    /// <inheritdoc/>
    public override string Symptom => "The picture freezes after the guest was idle, or after the host slept.";

    /// <inheritdoc/>
    public override string Why => "A display that is switched off is not drawn, so nothing arrives.";

    /// <inheritdoc/>
    public override string Remedy => "In the guest set \"turn off the display\" and \"sleep\" to never; press a key to wake it.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, RegionSight inside, GuestSight guest, ICollection<Finding> findings)
    {
        if (guest.State == nameof(GuestState.DisplayOff))
        {
            findings.Add(Told(place, guest, "a display that stays on", [RegionRemedy.IsWindows(inside.System)
                ? new RemedyStep("So that it stays on, in the guest", RemedyKind.Command, "powercfg /change monitor-timeout-ac 0")
                : new RemedyStep("So that it stays on, in the guest", RemedyKind.Command, "xset s off -dpms")]));
            return null;
        }

        return null;
    }
}
