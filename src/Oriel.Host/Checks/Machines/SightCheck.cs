using Oriel.Host.Machines;
using Oriel.Host.Setup;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Machines;

/// <summary>H49: the machines of this host can be seen.</summary>
internal sealed class SightCheck : HostCheck
{
    /// <inheritdoc/>
    public override string Id => "H49";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Machines;

    /// <inheritdoc/>
    public override string Title => "The machines of this host can be seen";

    /// <inheritdoc/>
    public override string Symptom => "oriel list and oriel view NAME know nothing of a machine that is there.";

    /// <inheritdoc/>
    public override string LooksAt => "virsh -r -c qemu:///system list, the same for the session, libvirt's files, /proc";

    /// <inheritdoc/>
    public override string Why => "What cannot be seen cannot be checked, nor found by its name.";

    /// <inheritdoc/>
    public override string Remedy => "Install virsh; join the group libvirt.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var machines = context.Facts<VirtualMachines>();
        foreach (var source in machines.Sources.Where(source => source.Missing is Missing.Denied or Missing.Failed))
        {
            findings.Add(new Finding
            {
                Check = Id, Severity = Severity.Unseen, Subject = source.Name, Title = source.Missing == Missing.Denied ? "Machines may not be looked at" : "Machines could not be looked at", Seen = source.Why, Expected = "an answer",
                Remedy = source.Name == "/proc"
                    ? [new RemedyStep("/proc shows the processes of others to their users and to root only: look as the user who runs the machine")]
                    : source.Missing == Missing.Denied
                        ? [new RemedyStep("Join the group that may look, then log in anew", RemedyKind.Command, $"sudo usermod -aG libvirt {ShellWords.Quote(context.System.User.Name)}")]
                        : [new RemedyStep("Ask libvirt yourself", RemedyKind.Command, $"virsh -r -c {source.Name} list --all")],
            });
        }

        // Without virsh a machine of libvirt that runs is seen by its process only: its definition is not.
        var blind = machines.Sources.FirstOrDefault(source => source is { Missing: Missing.Absent, Why: "virsh is not installed" });
        if (blind is not null && machines.Chosen.Any(machine => machine is { DomainXml.Length: 0, Connection.Length: > 0 }))
        {
            findings.Add(new Finding
            {
                Check = Id, Severity = Severity.Unseen, Subject = blind.Name, Title = "libvirt's machines are seen by their processes only", Seen = blind.Why, Expected = "virsh",
                Remedy = [new RemedyStep("Install it (Debian, Ubuntu)", RemedyKind.Command, "sudo apt install libvirt-clients")],
            });
        }

        if (context.Options.Machine.Length > 0 && machines.Chosen.Count == 0)
        {
            findings.Add(new Finding
            {
                Check = Id, Severity = Severity.Problem, Subject = context.Options.Machine, Title = "There is no such machine", Seen = machines.All.Count > 0 ? $"there are: {string.Join(", ", machines.All.Take(16).Select(machine => machine.Name))}" : "no virtual machine was found",
                Expected = "the name or UUID of a machine of libvirt, or of a running QEMU", Remedy = [new RemedyStep("See what there is", RemedyKind.Command, "oriel list")],
            });
        }
        else if (findings.Count == 0)
        {
            findings.Add(machines.All.Count > 0
                ? new Finding { Check = Id, Severity = Severity.Good, Title = Title, Seen = string.Join(", ", machines.All.Take(16).Select(machine => $"{machine.Name}{(machine.IsRunning ? " (runs)" : "")}")) }
                : new Finding { Check = Id, Severity = Severity.Note, Title = "There is no virtual machine", Seen = string.Join("; ", machines.Sources.Select(source => source.IsSeen ? $"{source.Name}: none" : $"{source.Name}: {source.Why}")) });
        }
    }
}
