using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Machines;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Hardware.Sharing;

/// <summary>Whether AppArmor, SELinux or libvirt's device list keep QEMU from its region.</summary>
internal sealed class ConfinementCheck : ReportingCheck
{
    private const string LocalRule = "/etc/apparmor.d/local/abstractions/libvirt-qemu";
    private const string QemuConf = "/etc/libvirt/qemu.conf";

    /// <inheritdoc/>
    public override string Id => "D02";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.SharedMemory;

    /// <inheritdoc/>
    public override string Title => "QEMU may open the region";

    /// <inheritdoc/>
    public override string Symptom => "The machine does not start: \"can't open backing store\", \"Operation not permitted\" or \"Permission denied\" for the shared memory, although owner and mode are right";

    /// <inheritdoc/>
    public override string LooksAt => $"refusals of AppArmor and SELinux to QEMU in the journal and /var/log/audit/audit.log, the mode of SELinux, cgroup_device_acl in {QemuConf}";

    /// <inheritdoc/>
    public override string Why => "libvirt confines each machine to the files it knows of. A device such as /dev/kvmfr0, or a file in another place, has to be allowed by hand.";

    /// <inheritdoc/>
    public override string Remedy => $"AppArmor: a line in {LocalRule}. SELinux: a small policy made from the refusal. Devices: cgroup_device_acl in {QemuConf}.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var regions = context.Facts<VirtualMachines>().All.Where(machine => machine.Connection.Length > 0)
            .SelectMany(machine => machine.SharedMemory.Select(memory => (Machine: machine, Place: memory.Socket.Length > 0 ? memory.Socket : memory.Path))).Where(region => region.Place.Length > 0).ToList();
        var log = context.Facts<DenialLog>();
        var before = findings.Count;
        foreach (var denial in log.Denials.Where(denial => IsRegion(denial, regions.Select(region => region.Place))))
        {
            findings.Add(Refused(context, denial));
        }

        foreach (var (machine, place) in regions.Where(region => region.Place.StartsWith("/dev/", StringComparison.Ordinal) && !region.Place.StartsWith("/dev/shm/", StringComparison.Ordinal) && region.Machine.Connection.EndsWith("/system", StringComparison.Ordinal)).DistinctBy(region => region.Place))
        {
            LookAtDeviceList(context.System, machine, place, findings);
        }

        if (findings.Count == before && regions.Count > 0)
        {
            findings.Add(log.Sources.Count == 0
                ? Unseen("", "Whether QEMU was refused its region is not known", $"{context.System.User.Name} may read neither the system's journal nor the audit log{Mode(context.System)}") with
                {
                    Remedy = [new RemedyStep("To see it", RemedyKind.Command, "sudo journalctl -b -g 'apparmor=\"DENIED\"|avc: +denied'")],
                }
                : Good("", "QEMU was refused no region", $"no refusal in {string.Join(", ", log.Sources)}{Mode(context.System)}"));
        }
    }

    // A log often has the file's name only.
    private static bool IsRegion(Denial denial, IEnumerable<string> places) =>
        denial.Path.StartsWith("/dev/kvmfr", StringComparison.Ordinal) || denial.Path.StartsWith("kvmfr", StringComparison.Ordinal) || places.Any(place => place == denial.Path || place.EndsWith("/" + denial.Path, StringComparison.Ordinal));

    private Finding Refused(CheckContext context, Denial denial)
    {
        var who = denial.By == Confinement.AppArmor ? "AppArmor" : "SELinux";
        var isPermissive = denial.By == Confinement.SeLinux && context.System.Text("/sys/fs/selinux/enforce") == "0";
        var seen = $"{who} refused {(denial.Wanted.Length > 0 ? $"\"{denial.Wanted}\" on " : "")}{denial.Path}{(denial.Type.Length > 0 ? $" ({(denial.By == Confinement.AppArmor ? "profile" : "label")} {denial.Type})" : "")}{(isPermissive ? "; SELinux is permissive, so it went on all the same" : "")}";
        var path = denial.Path.StartsWith('/') ? denial.Path : $"/dev/{denial.Path}";
        var remedy = denial.By == Confinement.AppArmor
            ? (IReadOnlyList<RemedyStep>)
            [
                new RemedyStep("Allow it to libvirt's machines (append the line)", RemedyKind.File, $"{path} rw,", LocalRule),
                new RemedyStep("Start the machine anew: its profile is made at each start"),
            ]
            :
            [
                new RemedyStep("Make a policy from the refusals, look at oriel-region.te, then load it", RemedyKind.Command,
                    "sudo ausearch -m avc -ts boot -c qemu-system-x86 | audit2allow -M oriel-region && sudo semodule -i oriel-region.pp"),
                new RemedyStep("Start the machine anew"),
            ];
        var finding = isPermissive ? Note(denial.Path, "SELinux would refuse QEMU its region", seen) : Problem(denial.Path, $"{who} keeps QEMU from {denial.Path}", seen, "QEMU may read and write its region");
        return finding with { Remedy = remedy, Confidence = isPermissive ? Confidence.Certain : Confidence.Likely };
    }

    private void LookAtDeviceList(IHostSystem system, VirtualMachine machine, string device, ICollection<Finding> findings)
    {
        var conf = system.Read(QemuConf);
        if (conf.IsDenied)
        {
            findings.Add(Unseen(device, $"Whether libvirt hands {device} to {machine.Name} is not known", $"{QemuConf} is readable by root only") with
            {
                Remedy = [new RemedyStep("To see it", RemedyKind.Command, $"sudo grep -A 12 '^cgroup_device_acl' {QemuConf}")],
            });
            return;
        }

        // Lines that are commented out show the default, which has no such device.
        var lines = (conf.Value ?? "").Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith('#')).ToList();
        var list = string.Concat(lines.SkipWhile(line => !line.StartsWith("cgroup_device_acl", StringComparison.Ordinal)).TakeWhile((line, index) => index == 0 || !line.Contains('=', StringComparison.Ordinal)));
        if (!list.Contains($"\"{device}\"", StringComparison.Ordinal))
        {
            findings.Add(Problem(device, $"libvirt keeps {device} from its machines", $"cgroup_device_acl in {QemuConf} {(list.Length > 0 ? "does not name it" : "is not set, and the default does not name it")}; {machine.Name} uses it", $"\"{device}\" in cgroup_device_acl") with
            {
                Remedy =
                [
                    new RemedyStep("Append the list: the default one, and the device", RemedyKind.File, $"cgroup_device_acl = [\n    \"/dev/null\", \"/dev/full\", \"/dev/zero\",\n    \"/dev/random\", \"/dev/urandom\",\n    \"/dev/ptmx\", \"/dev/kvm\",\n    \"/dev/userfaultfd\",\n    \"{device}\"\n]", QemuConf),
                    new RemedyStep("Let libvirt read it", RemedyKind.Command, system.Exists("/run/libvirt/virtqemud-sock") ? "sudo systemctl restart virtqemud" : "sudo systemctl restart libvirtd"),
                ],
            });
        }
    }

    private static string Mode(IHostSystem system) => system.Text("/sys/fs/selinux/enforce") switch { "1" => "; SELinux is enforcing", "0" => "; SELinux is permissive", _ => "" };
}
