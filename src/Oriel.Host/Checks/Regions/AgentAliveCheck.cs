using Oriel.Host.Checks.Machines;
using Oriel.Host.Checks.Spice;

namespace Oriel.Host.Checks.Regions;

/// <summary>D10: the agent lives.</summary>
internal sealed class AgentAliveCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "D10";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Guest;

    /// <inheritdoc/>
    public override string Title => "The guest's agent is alive";

    /// <inheritdoc/>
    public override string Symptom => "A picture that stands still, or the words that the guest's agent stopped.";

    /// <inheritdoc/>
    public override string LooksAt => "the heartbeat, for at most 1.1 s, whether the machine runs, and whether its SPICE server answers";

    /// <inheritdoc/>
    public override string Why => "An agent writes its heartbeat at least four times a second, also when the screen does not change.";

    /// <inheritdoc/>
    public override string Remedy => "Start the agent in the guest again; wake the guest if it sleeps.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        if (place.Inside is not { Error: null, State: "session" or "undecided", Alive: { } alive } inside)
        {
            return null;
        }

        if (alive)
        {
            return "its heartbeat moves";
        }

        if (place.Machine is { IsRunning: false } off)
        {
            findings.Add(About(place, Severity.Note, "The machine does not run", $"{off.Name} does not run; what its agent wrote last is still in the memory"));
            return null;
        }

        // SPICE alive and agent dead: QEMU runs. Whether the guest is paused or only its agent ended cannot be told from here.
        var spice = place.Machine is null ? null : context.Facts<SpiceSeen>().All.FirstOrDefault(server => server.Machine == place.Machine);
        var around = spice is { Sight.IsSpice: true } ? $"{place.Machine!.Name} runs and its SPICE server answers" : place.Machine is { } machine ? $"{machine.Name} runs" : "no machine is seen that has this memory";
        findings.Add(About(
            place, Severity.Problem, "The guest's agent has stopped", $"the heartbeat of {inside.Agent ?? "the agent"} does not move; {around}", "a heartbeat at least every 250 ms",
            [.. place.Machine is { Connection.Length: > 0 } domain ? [new RemedyStep("If the machine is paused, let it go on", RemedyKind.Command, MachineRemedy.Virsh(domain, "resume"))] : (RemedyStep[])[], .. RegionRemedy.StartAgent(inside.System)])
            with { Confidence = place.Machine is null ? Confidence.Possible : Confidence.Likely });
        return null;
    }
}
