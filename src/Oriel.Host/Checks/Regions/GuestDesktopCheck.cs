using Oriel.Host.Probes;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Host.Checks.Regions;

/// <summary>H63: the agent may see what the guest shows.</summary>
internal sealed class GuestDesktopCheck : GuestCheck
{
    /// <inheritdoc/>
    public override string Id => "H63";

    /// <inheritdoc/>
    public override string Title => "The agent may capture what the guest shows";

    /// <inheritdoc/>
    public override string Symptom => "A black or old picture at the login screen, at a permission prompt, or while the session is locked or disconnected.";

    /// <inheritdoc/>
    public override string Why => "Login, prompts and other sessions are desktops of their own that only a service may capture.";

    /// <inheritdoc/>
    public override string Remedy => "Run the agent as a service; log in at the console; until then the emulated screen shows it.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, RegionSight inside, GuestSight guest, ICollection<Finding> findings)
    {
        if (guest.State is nameof(GuestState.SecureDesktop) or nameof(GuestState.SessionLocked) or nameof(GuestState.SessionDisconnected))
        {
            findings.Add(Told(place, guest, "an agent that runs as a service, and a session at the console"));
            return null;
        }

        return null;
    }
}
