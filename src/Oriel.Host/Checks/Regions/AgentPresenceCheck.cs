namespace Oriel.Host.Checks.Regions;

/// <summary>D07: an agent has written to the region.</summary>
internal sealed class AgentPresenceCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "D07";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Guest;

    /// <inheritdoc/>
    public override string Title => "An agent has found the shared memory";

    /// <inheritdoc/>
    public override string Symptom => "The viewer says that no agent is running in the guest; the agent says that it cannot find the device.";

    /// <inheritdoc/>
    public override string LooksAt => "the region's header, and whether a machine with it runs";

    /// <inheritdoc/>
    public override string Why => "Until the guest's agent writes its header the viewer cannot know that it is there. Either the agent does not run, or the guest does not see the device.";

    /// <inheritdoc/>
    public override string Remedy => "Start or install the agent in the guest; on Windows install the IVSHMEM driver; with several devices tell the agent which one.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        if (place.Inside is not { Error: null, State: { } state } inside)
        {
            return null;
        }

        if (state != "no-producer")
        {
            return inside.Agent is { } agent ? $"{agent} has" : "an agent has";
        }

        if (place.Machine is { IsRunning: false } off)
        {
            findings.Add(About(place, Severity.Note, "The machine does not run", $"{off.Name} has this memory, and does not run"));
            return null;
        }

        var devices = place.Machine?.SharedMemory.Count ?? 0;
        findings.Add(About(
            place, place.Machine is null ? Severity.Warning : Severity.Problem, "No agent has ever written to the shared memory",
            place.Machine is { } machine ? $"{machine.Name} runs and has the device; the memory holds no header" : "the memory holds no header, and no running machine is seen that has it", "the header of an agent",
            [
                .. RegionRemedy.StartAgent(null),
                new RemedyStep("If the agent runs and finds no device: on Windows install the IVSHMEM driver (docs/windows.md). On Linux the device is in the list of", RemedyKind.Command, "lspci -d 1af4:1110"),
                .. devices > 1 ? [new RemedyStep($"The machine has {devices} such devices: tell the agent which one", RemedyKind.Command, "oriel-agent --region pci:1")] : (RemedyStep[])[],
            ]) with { Confidence = place.Machine is null ? Confidence.Possible : Confidence.Likely });
        return null;
    }
}
