using Oriel.Host.Setup;

namespace Oriel.Host.Checks.Regions;

/// <summary>D09: the viewer speaks the agent's version.</summary>
internal sealed class AgentVersionCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "D09";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Guest;

    /// <inheritdoc/>
    public override string Title => "Agent and viewer speak the same versions";

    /// <inheritdoc/>
    public override string Symptom => "The viewer says that the guest's agent speaks another version.";

    /// <inheritdoc/>
    public override string LooksAt => "the versions in the region's header";

    /// <inheritdoc/>
    public override string Why => "Layouts of the memory differ from version to version; what is not known is not guessed.";

    /// <inheritdoc/>
    public override string Remedy => "Install an agent that speaks a version this viewer reads.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        if (place.Inside is not { Error: null } inside)
        {
            return null;
        }

        var spoken = $"LGMP {inside.Lgmp ?? "?"} / KVMFR {inside.Kvmfr?.ToString() ?? "?"}{(inside.Agent is { } agent ? $", {agent}" : "")}";
        switch (inside.State)
        {
            case "session":
                return spoken;
            case "version-mismatch":
                findings.Add(About(
                    place, Severity.Problem, "The guest's agent speaks a version this viewer does not read", spoken, "LGMP 5, 6, 7, 10 or 12 with KVMFR 19 to 25 or 30 to 34",
                    new RemedyStep("Install Oriel's agent of this release in the guest; an image with it, made on the host", RemedyKind.Command, "oriel setup --guest-iso oriel-guest.iso"),
                    new RemedyStep("Or, if the agent is newer than this viewer, update Oriel")));
                return null;
            case "session-refused" or "undecided":
                findings.Add(About(
                    place, Severity.Problem, "The guest's data cannot be read", inside.Refused is { } why ? $"{spoken}: {why}" : $"{spoken}: two headers, and it cannot be told which one is current", "a header that keeps its version's rules",
                    new RemedyStep("Restart the agent in the guest. If it comes back, this says what is wrong", RemedyKind.Command, $"oriel inspect {ShellWords.Quote(place.Source)}")));
                return null;
            default:
                return null;
        }
    }
}
