using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>H44: what runs is what is defined.</summary>
internal sealed class PendingChangeCheck : HostCheck
{
    /// <inheritdoc/>
    public override string Id => "H44";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Machines;

    /// <inheritdoc/>
    public override string Title => "What runs is what is defined";

    /// <inheritdoc/>
    public override string Symptom => "A change of the machine's XML seems to do nothing.";

    /// <inheritdoc/>
    public override string LooksAt => "virsh dumpxml, compared with virsh dumpxml --inactive";

    /// <inheritdoc/>
    public override string Why => "libvirt uses a changed definition when it starts the machine next. A restart from within the guest keeps the old devices.";

    /// <inheritdoc/>
    public override string Remedy => "Power the machine off and start it again.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var same = new List<string>();
        foreach (var machine in context.Facts<VirtualMachines>().Chosen.Where(machine => machine is { IsRunning: true, Defined: not null } && (machine.SharedMemory.Count > 0 || machine.Defined!.SharedMemory.Count > 0)))
        {
            var changes = Changes(machine, machine.Defined!).ToList();
            if (changes.Count == 0)
            {
                same.Add(machine.Name);
                continue;
            }

            findings.Add(new Finding
            {
                Check = Id, Severity = Severity.Warning, Subject = machine.Name, Title = "A change waits for the machine to be powered off", Seen = string.Join("; ", changes), Expected = "the running machine as it is defined",
                Remedy = MachineRemedy.Restart(machine, "Power it off (a restart from within is not enough), then start it again"),
            });
        }

        if (findings.Count == 0 && same.Count > 0)
        {
            findings.Add(new Finding { Check = Id, Severity = Severity.Good, Title = Title, Seen = string.Join(", ", same) });
        }
    }

    private static IEnumerable<string> Changes(VirtualMachine now, VirtualMachine next)
    {
        foreach (var (what, present, future) in ((string, string, string)[])
        [
            ("shared memory", Memory(now), Memory(next)),
            ("SPICE", Spice(now, next), Spice(next, now)),
            ("input devices", Inputs(now), Inputs(next)),
            ("clipboard channel", YesNo(now.HasAgentChannel), YesNo(next.HasAgentChannel)),
            ("balloon", YesNo(now.HasBalloon), YesNo(next.HasBalloon)),
            ("sound", YesNo(now.HasSound), YesNo(next.HasSound)),
            ("video", Words(now.Videos), Words(next.Videos)),
            ("devices passed through", Words(now.PassedThrough.Order(StringComparer.Ordinal)), Words(next.PassedThrough.Order(StringComparer.Ordinal))),
        ])
        {
            if (present != future)
            {
                yield return $"{what}: {present} now, {future} when started next";
            }
        }
    }

    private static string Memory(VirtualMachine machine) => Words(machine.SharedMemory.Select(memory => $"{memory.Place}{(memory.Bytes is { } bytes ? $" {(bytes % (1 << 20) == 0 ? $"{bytes >> 20} MiB" : $"{bytes} bytes")}" : "")}"));

    // A port that libvirt chooses is no difference.
    private static string Spice(VirtualMachine machine, VirtualMachine other) => Words(machine.Spice.Select((server, i) =>
        server.UnixPath.Length > 0 ? (other.Spice.ElementAtOrDefault(i)?.UnixPath.Length > 0 && server.UnixPath.StartsWith("/var/lib/libvirt/", StringComparison.Ordinal) ? "a socket" : server.UnixPath)
        : server.ChoosesPort || other.Spice.ElementAtOrDefault(i)?.ChoosesPort == true ? $"{server.Host}, a port that libvirt chooses" : server.Address));

    private static string Inputs(VirtualMachine machine) => Words(machine.Inputs.Select(input => $"{input.Bus} {input.Type}".Trim()).Order(StringComparer.Ordinal));

    private static string YesNo(bool has) => has ? "yes" : "no";

    private static string Words(IEnumerable<string> words) => string.Join(", ", words.DefaultIfEmpty("none"));
}
