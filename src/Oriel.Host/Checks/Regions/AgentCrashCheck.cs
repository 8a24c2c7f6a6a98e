namespace Oriel.Host.Checks.Regions;

/// <summary>D13: an agent that stopped may have crashed. The host sees only that it stopped (D10) and the last error it told; so this adds an explanation, and is never more than a note.</summary>
internal sealed class AgentCrashCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "D13";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Guest;

    /// <inheritdoc/>
    public override string Title => "The agent ended without an error";

    /// <inheritdoc/>
    public override string Symptom => "The agent disappears soon after it starts, perhaps without a log.";

    /// <inheritdoc/>
    public override string LooksAt => "the last error in the guest status record of an agent whose heartbeat stands still";

    /// <inheritdoc/>
    public override string Why => "What an agent said last often says why it ended. A crash itself leaves no word: a processor model that lacks instructions can be a cause.";

    /// <inheritdoc/>
    public override string Remedy => "Read the agent's log in the guest (oriel-agent bundle collects it); give the machine the processor host-passthrough.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        if (place.Inside is { Error: null, State: "session", Alive: false, Guest: { LastError: { Length: > 0 } last } guest } && place.Machine is not { IsRunning: false })
        {
            findings.Add(About(
                place, Severity.Note, "The agent told an error before it stopped", $"{last}{(guest.LastCode is { } code ? $" ({code})" : "")}", "",
                new RemedyStep("In the guest, collect its log", RemedyKind.Command, "oriel-agent bundle")) with { Confidence = Confidence.Possible });
        }

        return null;
    }
}
