using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>H45: no two machines share a region.</summary>
internal sealed class SharedPlaceCheck : HostCheck
{
    /// <inheritdoc/>
    public override string Id => "H45";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Machines;

    /// <inheritdoc/>
    public override string Title => "Every machine has shared memory of its own";

    /// <inheritdoc/>
    public override string Symptom => "Pictures of two machines alternate, flicker or vanish.";

    /// <inheritdoc/>
    public override string LooksAt => "virsh dumpxml of all machines; command lines of QEMU programs";

    /// <inheritdoc/>
    public override string Why => "Two machines with the same file write into each other's picture, and each can read the other's screen.";

    /// <inheritdoc/>
    public override string Remedy => "Give each machine a file (shmem name) or server of its own.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var machines = context.Facts<VirtualMachines>();
        var places = machines.All.SelectMany(machine => machine.SharedMemory.Concat(machine.Defined?.SharedMemory ?? []).Select(memory => memory.Place).Where(place => place.Length > 0).Distinct(StringComparer.Ordinal)
            .Select(place => (Machine: machine, Place: place))).ToList();
        foreach (var group in places.GroupBy(one => one.Place, StringComparer.Ordinal).Where(group => group.Count() > 1 && group.Any(one => machines.Chosen.Contains(one.Machine))))
        {
            var running = group.Count(one => one.Machine.IsRunning);
            var other = group.Select(one => one.Machine).OrderBy(machine => machine.IsRunning).ThenBy(machine => machine.Connection.Length == 0).First();
            findings.Add(new Finding
            {
                Check = Id, Severity = running > 1 ? Severity.Problem : Severity.Warning, Subject = group.Key, Title = running > 1 ? "Two running machines write into the same memory" : "Several machines use the same memory",
                Seen = $"{group.Key} is used by {string.Join(" and ", group.Select(one => one.Machine.IsRunning ? $"{one.Machine.Name} (runs)" : one.Machine.Name))}",
                Expected = running > 1 ? "memory of its own for each machine" : "memory of its own for each machine that is to run beside another",
                Remedy = other.Connection.Length == 0
                    ? [new RemedyStep($"Start {other.Name} with another mem-path, such as /dev/shm/oriel-{other.Pid}")]
                    :
                    [
                        new RemedyStep("Give one of them another name", RemedyKind.Command, MachineRemedy.Virsh(other, "edit")),
                        new RemedyStep($"The shmem of {other.Name}; name and size as it needs them", RemedyKind.Xml, "<shmem name='oriel-2'>\n  <model type='ivshmem-plain'/>\n  <size unit='M'>64</size>\n</shmem>"),
                        .. other.IsRunning ? MachineRemedy.Restart(other, "It takes effect when the machine was powered off") : [],
                    ],
            });
        }

        var own = machines.Chosen.Where(machine => machine.Region.Length > 0).ToList();
        if (findings.Count == 0 && own.Count > 0)
        {
            findings.Add(new Finding { Check = Id, Severity = Severity.Good, Title = Title, Seen = string.Join("; ", own.Select(machine => $"{machine.Name}: {machine.Region}")) });
        }
    }
}
