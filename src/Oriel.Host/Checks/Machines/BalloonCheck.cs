using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>D28: no balloon takes the guest's memory, and nobody else uses the shared memory.</summary>
internal sealed class BalloonCheck : MachineCheck
{
    /// <inheritdoc/>
    public override string Id => "D28";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Machines;

    /// <inheritdoc/>
    public override string Title => "Nothing disturbs the guest's memory";

    /// <inheritdoc/>
    public override string Symptom => "Stutter; or the picture is disturbed, or the agent finds another program's data.";

    /// <inheritdoc/>
    public override string LooksAt => "virsh dumpxml; command lines of QEMU and of Scream receivers";

    /// <inheritdoc/>
    public override string Why => "With a passed-through device all memory is pinned: a balloon cannot give any back, and its work makes the guest stutter. One shared memory device serves one program.";

    /// <inheritdoc/>
    public override string Remedy => "Set <memballoon model='none'/>; give Scream a device of its own.";

    /// <inheritdoc/>
    protected override IEnumerable<MachineFault> Faults(VirtualMachine machine, CheckContext context)
    {
        if (machine.HasBalloon)
        {
            var isPinned = machine.PassedThrough.Count > 0;
            yield return new MachineFault(
                "balloon", isPinned ? Severity.Warning : Severity.Note, "The machine has a memory balloon",
                isPinned ? $"a balloon, and {machine.PassedThrough.Count} devices passed through ({string.Join(", ", machine.PassedThrough.Take(4))})" : "a balloon; no device is passed through, so it does no harm", "no balloon")
            {
                XmlText = "Replace <memballoon> in <devices> by", Xml = "<memballoon model='none'/>", Arguments = "without virtio-balloon",
            };
        }

        foreach (var memory in machine.SharedMemory.Where(memory => memory.Path.Length > 0 && UsersOf(memory, machine, context)))
        {
            yield return new MachineFault("scream", Severity.Problem, "Scream uses the same shared memory", $"{memory.Path} is given to Scream, and is the machine's only shared memory or the first one", "a device of its own for each")
            {
                XmlText = "Put a second device into <devices>, before or after that of Scream; the agent finds its own (oriel-agent --region says which)", Xml = "<shmem name='oriel'>\n  <model type='ivshmem-plain'/>\n  <size unit='M'>64</size>\n</shmem>",
                Arguments = "with a second memory-backend-file and ivshmem-plain", Confidence = Confidence.Likely,
            };
        }
    }

    /// <inheritdoc/>
    protected override string Fine(VirtualMachine machine) => "no balloon";

    /// <summary>Scream's receiver reads it, or it is named for Scream and nothing else is there.</summary>
    private static bool UsersOf(MachineMemory memory, VirtualMachine machine, CheckContext context) =>
        machine.SharedMemory[0] == memory && ((machine.SharedMemory.Count == 1 && Path.GetFileName(memory.Path).Contains("scream", StringComparison.OrdinalIgnoreCase))
            || context.Facts<ScreamReceivers>().Paths.Contains(memory.Path, StringComparer.Ordinal));
}
