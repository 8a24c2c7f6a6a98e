using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Hardware.Memory;

/// <summary>Whether the memory of machines with devices of their own, all of which is pinned, fits.</summary>
internal sealed class MemoryCheck : ReportingCheck
{
    /// <inheritdoc/>
    public override string Id => "H28";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Memory;

    /// <inheritdoc/>
    public override string Title => "The machines' memory fits and may be locked";

    /// <inheritdoc/>
    public override string Symptom => "\"VFIO_MAP_DMA failed: Cannot allocate memory\", or the host swaps and the picture stutters while the guest runs";

    /// <inheritdoc/>
    public override string LooksAt => "MemTotal and MemAvailable in /proc/meminfo, \"Max locked memory\" of this user, memory and balloon of the machines";

    /// <inheritdoc/>
    public override string Why => "A device that is passed through may read and write all of the guest's memory at any time, so the kernel keeps every page of it in place from the start.";

    /// <inheritdoc/>
    public override string Remedy => "Give the guest less memory, close other programs, or raise the user's limit of locked memory.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var memory = context.Facts<MemoryFacts>();
        var machines = context.Facts<VirtualMachines>().All.Where(machine => machine.MemoryBytes is > 0 && (machine.PassedThrough.Count > 0 || machine.SharedMemory.Count > 0)).ToList();
        if (memory.TotalBytes == 0 || machines.Count == 0)
        {
            return;
        }

        var before = findings.Count;
        foreach (var machine in machines)
        {
            var wanted = machine.MemoryBytes!.Value;

            // 5 % of the memory, and no less than 1 GiB, for the host itself.
            var limit = memory.TotalBytes - Math.Min(memory.TotalBytes, Math.Max(1UL << 30, memory.TotalBytes / 20));
            if (wanted > limit)
            {
                findings.Add(Problem(machine.Name, $"{machine.Name} has more memory than the host can give", $"{SystemText.Words(wanted)} of the host's {SystemText.Words(memory.TotalBytes)}", $"at most {SystemText.Words(limit)}") with
                {
                    Remedy = [new RemedyStep("In the machine's description", RemedyKind.Xml, $"<memory unit='MiB'>{limit >> 20}</memory>\n<currentMemory unit='MiB'>{limit >> 20}</currentMemory>")],
                });
            }
            else if (!machine.IsRunning && !machine.HasHugePages && memory.AvailableBytes > 0 && wanted > memory.AvailableBytes && machine.PassedThrough.Count > 0)
            {
                findings.Add(Warning(machine.Name, $"{machine.Name} needs more memory than is free now", $"{SystemText.Words(wanted)} wanted at once, {SystemText.Words(memory.AvailableBytes)} available", "all of the guest's memory free, since it is pinned when the machine starts") with
                {
                    Confidence = Confidence.Likely,
                    Remedy = [new RemedyStep("Close what takes memory before the machine is started", RemedyKind.Command, "ps -eo rss,comm --sort=-rss | head")],
                });
            }

            if (LockProblem(machine, memory, context.System.User.Name) is { } problem)
            {
                findings.Add(problem);
            }
        }

        if (findings.Count == before)
        {
            findings.Add(Good("", "The machines' memory fits", $"{string.Join(", ", machines.Select(machine => $"{machine.Name} {SystemText.Words(machine.MemoryBytes!.Value)}"))} of {SystemText.Words(memory.TotalBytes)}"));
        }
    }

    // libvirt's system daemon raises the limit for its machines itself.
    private Finding? LockProblem(VirtualMachine machine, MemoryFacts memory, string user) =>
        machine.IsRunning || machine.PassedThrough.Count == 0 || !machine.Connection.EndsWith("/session", StringComparison.Ordinal) || memory.LockLimitBytes is not { } limit || limit >= machine.MemoryBytes
            ? null
            : Problem(machine.Name, $"{machine.Name} may not lock its memory", $"{user} may lock {SystemText.Words(limit)}; {machine.Name} has {SystemText.Words(machine.MemoryBytes!.Value)} and a device passed through, under {machine.Connection}", "a limit above the guest's memory") with
            {
                Remedy =
                [
                    new RemedyStep("Raise the limit (log in again afterwards)", RemedyKind.File, $"{user} hard memlock unlimited\n{user} soft memlock unlimited", "/etc/security/limits.d/oriel.conf"),
                    new RemedyStep("or define the machine under qemu:///system, which raises it by itself"),
                ],
            };
}
