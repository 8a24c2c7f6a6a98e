using Oriel.Host.Checks.Machines;

namespace Oriel.Host.Checks.Regions;

/// <summary>H60: there is shared memory to show.</summary>
internal sealed class RegionPresenceCheck : HostCheck
{
    /// <inheritdoc/>
    public override string Id => "H60";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.SharedMemory;

    /// <inheritdoc/>
    public override string Title => "There is shared memory";

    /// <inheritdoc/>
    public override string Symptom => "The viewer says that the shared memory does not exist.";

    /// <inheritdoc/>
    public override string LooksAt => "the region that was named, else machines, served sockets, /dev/kvmfr*, /dev/shm/oriel and /dev/shm/looking-glass";

    /// <inheritdoc/>
    public override string Why => "Guest and viewer meet in this memory; without it there is nothing to show.";

    /// <inheritdoc/>
    public override string Remedy => "Give the machine a shared memory device (oriel setup), then start it: the machine makes the file.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var all = context.Facts<RegionsSeen>().All;
        if (all.Count == 0)
        {
            if (context.Options.Machine.Length == 0)
            {
                findings.Add(new Finding
                {
                    Check = Id, Severity = Severity.Warning, Title = "No shared memory was found", Seen = "no machine with a shared memory device, nothing served, no usual file or device",
                    Expected = "a machine with an ivshmem device that runs",
                    Remedy = [new("Give a machine of libvirt the device", RemedyKind.Command, "oriel setup"), new("Or see the arguments for QEMU without libvirt", RemedyKind.Command, "oriel setup --qemu")],
                });
            }

            return;
        }

        foreach (var place in all)
        {
            if (place.Stat.IsDenied)
            {
                findings.Add(new Finding { Check = Id, Severity = Severity.Unseen, Subject = place.Path, Title = "The shared memory cannot be seen", Seen = $"{place.Path}: {(place.Stat.Why.Length > 0 ? place.Stat.Why : "permission denied")}", Expected = "a folder this user may pass" });
            }
            else if (place.Stat.IsAbsent && place.Reason == RegionReason.Asked)
            {
                findings.Add(new Finding
                {
                    Check = Id, Severity = Severity.Problem, Subject = place.Path, Title = "The shared memory does not exist", Seen = $"{place.Path} does not exist{(place.Machine is { IsRunning: false } machine ? $", and the machine {machine.Name} that has it does not run" : "")}",
                    Expected = "the file or device of a machine that runs",
                    Remedy = place.Machine is { Connection.Length: > 0 } domain
                        ? [new("Start the machine", RemedyKind.Command, MachineRemedy.Virsh(domain, "start"))]
                        : [new("See what there is", RemedyKind.Command, "oriel list"), new("Give a machine of libvirt the device", RemedyKind.Command, "oriel setup")],
                });
            }
        }

        // What a machine has and what is missing of it is the machine's check (H46, H48).
        var there = all.Where(place => place.Stat.IsSeen).Select(place => place.Path).ToList();
        if (there.Count > 0)
        {
            findings.Add(new Finding { Check = Id, Severity = Severity.Good, Subject = there.Count == 1 ? there[0] : "", Title = Title, Seen = string.Join(", ", there) });
        }
    }
}
