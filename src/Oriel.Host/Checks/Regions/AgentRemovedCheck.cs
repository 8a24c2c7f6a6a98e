namespace Oriel.Host.Checks.Regions;

/// <summary>D14: a virus scanner may have removed the agent of a Windows guest. From the host that looks like D10; so this adds an explanation, and is never more than a note.</summary>
internal sealed class AgentRemovedCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "D14";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Guest;

    /// <inheritdoc/>
    public override string Title => "The agent was not removed by a virus scanner";

    /// <inheritdoc/>
    public override string Symptom => "The agent worked, and after an update of Windows Security its program is gone.";

    /// <inheritdoc/>
    public override string LooksAt => "whether the agent that stopped belongs to a Windows guest; what happened to its file cannot be seen from the host";

    /// <inheritdoc/>
    public override string Why => "Programs that capture screens are suspect to virus scanners, above all unsigned ones.";

    /// <inheritdoc/>
    public override string Remedy => "Look for event 1116 of Windows Defender; restore the file and exclude the agent's folder.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        if (place.Inside is { Error: null, State: "session", Alive: false } inside && RegionRemedy.IsWindows(inside.System) && place.Machine is not { IsRunning: false })
        {
            findings.Add(About(
                place, Severity.Note, "A virus scanner may have removed the agent", $"the agent of a Windows guest ({inside.System}) stopped; the host cannot see why", "",
                new RemedyStep("In the guest, see what Windows Defender did", RemedyKind.Command, "powershell Get-MpThreatDetection"),
                new RemedyStep("If it removed the agent: restore it, and as administrator", RemedyKind.Command, "powershell Add-MpPreference -ExclusionPath 'C:\\Program Files\\Oriel'")) with { Confidence = Confidence.Possible });
        }

        return null;
    }
}
