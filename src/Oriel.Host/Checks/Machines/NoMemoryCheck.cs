using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>H47: machines that have no shared memory cannot be shown.</summary>
internal sealed class NoMemoryCheck : HostCheck
{
    /// <inheritdoc/>
    public override string Id => "H47";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Machines;

    /// <inheritdoc/>
    public override string Title => "The machine has shared memory";

    /// <inheritdoc/>
    public override string Symptom => "The machine is not shown; the viewer finds no region.";

    /// <inheritdoc/>
    public override string LooksAt => "virsh dumpxml; command lines of QEMU programs";

    /// <inheritdoc/>
    public override string Why => "The picture comes through an ivshmem device. Without one the agent has no place to put it.";

    /// <inheritdoc/>
    public override string Remedy => "Add a shmem device: oriel setup NAME.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var machines = context.Facts<VirtualMachines>();
        var isNamed = context.Options.Machine.Length > 0;
        var without = machines.Chosen.Where(machine => machine.SharedMemory.Count == 0).ToList();
        var with = machines.Chosen.Except(without).ToList();
        if (isNamed)
        {
            foreach (var machine in without)
            {
                var fault = new MachineFault("none", Severity.Problem, "The machine has no shared memory", "no shmem device", "an ivshmem device (plain, or with doorbells)")
                {
                    XmlText = "Put this into <devices>; oriel doctor --mode says the size", Xml = "<shmem name='oriel'>\n  <model type='ivshmem-plain'/>\n  <size unit='M'>64</size>\n</shmem>",
                    Arguments = "with -object memory-backend-file,id=ivshmem,share=on,mem-path=/dev/shm/oriel,size=64M -device ivshmem-plain,memdev=ivshmem",
                };
                findings.Add(new Finding
                {
                    Check = Id, Severity = fault.Severity, Subject = machine.Name, Title = fault.Title, Seen = fault.Seen, Expected = fault.Expected, Remedy = machine.Defined?.SharedMemory.Count > 0 ? MachineRemedy.Restart(machine, "It is defined already: power the machine off, then start it again") : MachineRemedy.Of(machine, fault),
                });
            }
        }
        else if (without.Count > 0)
        {
            findings.Add(new Finding
            {
                Check = Id, Severity = Severity.Note, Title = without.Count == 1 ? "A machine has no shared memory" : $"{without.Count} machines have no shared memory",
                Seen = $"{string.Join(", ", without.Take(8).Select(machine => machine.Name))}{(without.Count > 8 ? ", …" : "")}: not for Oriel, unless you want it (oriel setup NAME)",
            });
        }

        if (findings.Count == 0 && with.Count > 0)
        {
            findings.Add(new Finding { Check = Id, Severity = Severity.Good, Title = Title, Seen = string.Join("; ", with.Select(machine => $"{machine.Name}: {machine.Region}")) });
        }
    }
}
