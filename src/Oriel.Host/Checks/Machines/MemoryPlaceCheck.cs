using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>H46: the file or device behind a machine's shared memory is there.</summary>
internal sealed class MemoryPlaceCheck : MachineCheck
{
    private const string DeviceFolder = "/dev/kvmfr";

    /// <inheritdoc/>
    public override string Id => "H46";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Machines;

    /// <inheritdoc/>
    public override string Title => "The machine's shared memory is there";

    /// <inheritdoc/>
    public override string Symptom => "The machine does not start, or the viewer waits for ever for a file that is gone.";

    /// <inheritdoc/>
    public override string LooksAt => "the files and devices named by virsh dumpxml and by QEMU's command line";

    /// <inheritdoc/>
    public override string Why => "A file that was deleted under a running machine is still the machine's memory, but nobody can open it any more. A kvmfr device needs its module.";

    /// <inheritdoc/>
    public override string Remedy => "Power the machine off and start it again (a file), or load the module (a kvmfr device).";

    /// <inheritdoc/>
    protected override bool LooksBeyondDescriptions => true;

    /// <inheritdoc/>
    protected override IEnumerable<MachineFault> Faults(VirtualMachine machine, CheckContext context)
    {
        foreach (var memory in machine.SharedMemory.Where(memory => memory.Path.Length > 0 && context.System.Stat(memory.Path).IsAbsent))
        {
            if (memory.Path.StartsWith(DeviceFolder, StringComparison.Ordinal))
            {
                yield return new MachineFault(memory.Path, Severity.Problem, "The kvmfr device is missing", $"{memory.Path} does not exist", $"{memory.Path}, made by the module kvmfr")
                {
                    Command = ("Load the module", $"sudo modprobe kvmfr static_size_mb={Math.Max(1, (memory.Bytes ?? 64UL << 20) >> 20)}"), XmlText = "Or use a file in /dev/shm instead, which needs no module",
                };
            }
            else if (machine.IsRunning)
            {
                yield return new MachineFault(memory.Path, Severity.Problem, "The file of the shared memory is gone", $"{memory.Path} does not exist, and the machine runs with it", "the file that QEMU made when it started")
                {
                    Arguments = "again: it makes a new file", SetupDoesIt = false, Confidence = Confidence.Likely,
                };
            }
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(VirtualMachine machine, CheckContext context) => machine.SharedMemory.Any(memory => memory.Path.Length > 0 && (machine.IsRunning || memory.Path.StartsWith(DeviceFolder, StringComparison.Ordinal)));

    /// <inheritdoc/>
    protected override string Fine(VirtualMachine machine) => string.Join(", ", machine.SharedMemory.Where(memory => memory.Path.Length > 0).Select(memory => memory.Path));
}
