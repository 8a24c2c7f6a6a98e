using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>
/// A check of each machine's own description. What is wrong in the running one and right in the definition already is left to <see cref="PendingChangeCheck"/>: one finding says that the machine has to be powered off.
/// </summary>
internal abstract class MachineCheck : HostCheck
{
    /// <inheritdoc/>
    public override string LooksAt => "virsh dumpxml, of the running machine and as defined; command lines of QEMU programs";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var fine = new List<string>();
        foreach (var machine in context.Facts<VirtualMachines>().Chosen.Where(machine => Concerns(machine, context)))
        {
            var faults = Faults(machine, context).ToList();
            var waiting = machine is { IsRunning: true, Defined: { } defined } && faults.Count > 0 && !LooksBeyondDescriptions ? faults.RemoveAll(fault => Faults(defined, context).All(other => other.Key != fault.Key)) : 0;
            foreach (var fault in faults)
            {
                findings.Add(new Finding
                {
                    Check = Id, Severity = fault.Severity, Subject = machine.Name, Title = fault.Title, Seen = fault.Seen, Expected = fault.Expected, Confidence = fault.Confidence,
                    Remedy = fault.Severity <= Severity.Note ? [] : MachineRemedy.Of(machine, fault),
                });
            }

            if (faults.Count == 0 && waiting == 0)
            {
                fine.Add($"{machine.Name}: {Fine(machine)}");
            }
        }

        if (findings.Count == 0 && fine.Count > 0)
        {
            findings.Add(new Finding { Check = Id, Severity = Severity.Good, Subject = fine.Count == 1 ? fine[0][..fine[0].IndexOf(": ", StringComparison.Ordinal)] : "", Title = Title, Seen = string.Join("; ", fine) });
        }
    }

    /// <summary>Whether a machine is looked at: those that have shared memory, and one the user named. Other machines of this host are not Oriel's business.</summary>
    protected virtual bool Concerns(VirtualMachine machine, CheckContext context) => machine.SharedMemory.Count > 0 || context.Options.Machine.Length > 0;

    /// <summary>It is about files and servers, which a running machine and its definition may see differently.</summary>
    protected virtual bool LooksBeyondDescriptions => false;

    /// <summary>What is wrong with a description.</summary>
    protected abstract IEnumerable<MachineFault> Faults(VirtualMachine machine, CheckContext context);

    /// <summary>What was seen when nothing is wrong.</summary>
    protected abstract string Fine(VirtualMachine machine);
}
