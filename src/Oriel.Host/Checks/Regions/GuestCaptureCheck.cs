using Oriel.Host.Probes;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Host.Checks.Regions;

/// <summary>D12: capturing works.</summary>
internal sealed class GuestCaptureCheck : GuestCheck
{
    /// <inheritdoc/>
    public override string Id => "D12";

    /// <inheritdoc/>
    public override string Title => "The guest's screen can be captured";

    /// <inheritdoc/>
    public override string Symptom => "No picture although the agent runs and the guest has a screen.";

    /// <inheritdoc/>
    public override string Why => "Capturing needs the GPU, its driver and often resizable BAR to play along.";

    /// <inheritdoc/>
    public override string Remedy => "What the agent says; then another capture method (oriel-agent capture-methods lists those that work), a newer GPU driver, resizable BAR in firmware and OVMF.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, RegionSight inside, GuestSight guest, ICollection<Finding> findings)
    {
        if (guest.State == nameof(GuestState.CaptureFailing))
        {
            findings.Add(Told(
                place, guest, "frames as the screen changes",
                RegionRemedy.IsWindows(inside.System)
                    ? [new RemedyStep("See in the guest which capture methods work", RemedyKind.Command, "oriel-agent capture-methods"), new RemedyStep("And whether the GPU can write into the shared memory", RemedyKind.Command, "oriel-agent selftest")]
                    : []));
            return null;
        }

        return guest.Backend.Length > 0 ? $"by {guest.Backend}{(guest.Gpu.Length > 0 ? $" on {guest.Gpu}" : "")}" : null;
    }
}
