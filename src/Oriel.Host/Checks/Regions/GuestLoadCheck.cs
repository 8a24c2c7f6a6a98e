using Oriel.Host.Probes;

namespace Oriel.Host.Checks.Regions;

/// <summary>D24: capturing keeps up with the guest.</summary>
internal sealed class GuestLoadCheck : GuestCheck
{
    /// <inheritdoc/>
    public override string Id => "D24";

    /// <inheritdoc/>
    public override string Title => "Capturing keeps up";

    /// <inheritdoc/>
    public override string Symptom => "Frames are missing, or the guest's GPU is nearly all used by capture.";

    /// <inheritdoc/>
    public override string Why => "Captured frames that are replaced before they are published cost the guest's GPU and are never seen.";

    /// <inheritdoc/>
    public override string Remedy => "Cap the guest's frame rate or the agent's (--max-rate), or lower the resolution.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, RegionSight inside, GuestSight guest, ICollection<Finding> findings)
    {
        const ulong EnoughFrames = 600;
        if (guest.Frames >= EnoughFrames && guest.Dropped > guest.Frames)
        {
            findings.Add(About(
                place, Severity.Warning, "More frames are captured than can be published", $"{guest.Dropped} captured frames were replaced unpublished, {guest.Frames} were published", "fewer replaced than published",
                new RemedyStep("Cap the frame rate in the guest or lower its resolution; the agent's own use of the GPU is in the guest's task manager")) with { Confidence = Confidence.Possible });
            return null;
        }

        return guest.Frames > 0 ? $"{guest.Frames} frames published, {guest.Dropped} replaced" : null;
    }
}
