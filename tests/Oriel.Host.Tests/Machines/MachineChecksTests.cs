using Oriel.Host.Checks;
using Oriel.Host.Checks.Machines;
using Oriel.Host.Systems;

namespace Oriel.Host.Tests.Machines;

/// <summary>What the checks of machines find in less common cases; the common ones are recorded (Recorded/libvirt-*, qemu-by-hand).</summary>
public sealed class MachineChecksTests
{
    private const string Uuid = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
    private const string Fine = "<input type='mouse' bus='virtio'/><input type='keyboard' bus='virtio'/><channel type='spicevmc'/><memballoon model='none'/><video><model type='vga'/></video>";
    private const string Spice = "<graphics type='spice' autoport='yes'/>";
    private const string Shmem = "<shmem name='oriel'><model type='ivshmem-plain'/><size unit='M'>64</size></shmem>";

    [Fact]
    public void A_good_machine_that_is_off_gives_nothing_to_do() => Assert.All(Findings(Domain(Spice + Fine + Shmem)), finding => Assert.Equal(Severity.Good, finding.Severity));

    [Fact]
    public void A_machine_that_is_not_for_oriel_is_left_alone()
    {
        var findings = Findings(Domain("<input type='tablet' bus='usb'/><memballoon model='virtio'/>"));
        Assert.Equal(["H49 Good", "H47 Note"], findings.Select(finding => $"{finding.Check} {finding.Severity}"));
    }

    [Fact]
    public void The_same_machine_named_is_judged()
    {
        var findings = Findings(Domain("<input type='tablet' bus='usb'/>"), "vm");
        Assert.Contains(findings, finding => finding is { Check: "H47", Severity: Severity.Problem });
        Assert.Contains(findings, finding => finding is { Check: "H40", Severity: Severity.Problem });
        Assert.Contains(findings, finding => finding is { Check: "D17", Severity: Severity.Warning });
        Assert.Contains(Findings(Domain(Fine), "none"), finding => finding is { Check: "H49", Severity: Severity.Problem } && finding.Seen.Contains("vm", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<graphics type='spice'><listen type='none'/></graphics>", Fine, "H40", "The SPICE server listens nowhere")]
    [InlineData("", Fine + "<input type='evdev'><source dev='/dev/input/event3'/></input>", "H40", "The machine has no SPICE server")]
    [InlineData(Spice, "<input type='keyboard' bus='virtio'/><channel type='spicevmc'/><memballoon model='none'/><video><model type='vga'/></video>", "H42", "The machine has no mouse")]
    [InlineData(Spice, "<input type='mouse' bus='usb'/><channel type='spicevmc'/><memballoon model='none'/><video><model type='vga'/></video>", "H42", "The machine has no keyboard")]
    [InlineData(Spice, "<input type='mouse' bus='ps2'/><input type='keyboard' bus='ps2'/><channel type='spicevmc'/><memballoon model='none'/><video><model type='vga'/></video>", "D18", "The only mouse is a PS/2 mouse")]
    [InlineData(Spice, "<input type='mouse' bus='virtio'/><input type='keyboard' bus='virtio'/><channel type='unix'/><memballoon model='none'/><video><model type='vga'/></video>", "D25", "There is no channel for the clipboard")]
    [InlineData(Spice, "<input type='mouse' bus='virtio'/><input type='keyboard' bus='virtio'/><channel type='spicevmc'/><memballoon model='none'/><video><model type='none'/></video>", "H43", "There is no emulated screen")]
    public void One_fault_is_one_finding(string graphics, string devices, string check, string title)
    {
        var finding = Assert.Single(Findings(Domain(graphics + devices + Shmem)), finding => finding.Severity != Severity.Good);
        Assert.Equal((check, title, "vm"), (finding.Check, finding.Title, finding.Subject));
    }

    [Theory]
    [InlineData("scream-ivshmem", "", true)]
    [InlineData("oriel", "/dev/shm/oriel", true)]
    [InlineData("oriel", "/dev/shm/other", false)]
    public void Scream_on_the_same_memory(string name, string receiver, bool isFound)
    {
        var system = Domain(Spice + Fine + $"<shmem name='{name}'/>");
        if (receiver.Length > 0)
        {
            system.Files["/proc/77/comm"] = "scream\n";
            system.Files["/proc/77/cmdline"] = $"scream\0-m\0{receiver}\0";
        }

        Assert.Equal(isFound, Findings(system).Any(finding => finding is { Check: "D28", Severity: Severity.Problem }));
    }

    [Fact]
    public void A_missing_kvmfr_device_and_a_file_that_was_deleted_under_the_machine()
    {
        const string Kvmfr = "<qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:arg value='-object'/><qemu:arg value='memory-backend-file,id=m,mem-path=/dev/kvmfr0,size=32M,share=on'/>"
            + "<qemu:arg value='-device'/><qemu:arg value='ivshmem-plain,memdev=m'/></qemu:commandline>";
        var finding = Assert.Single(Findings(Domain(Spice + Fine, Kvmfr)), finding => finding.Severity > Severity.Note);
        Assert.Equal(("H46", "sudo modprobe kvmfr static_size_mb=32"), (finding.Check, finding.Remedy[0].Content));

        finding = Assert.Single(Findings(new SketchedSystem().WithProgram(5, 1000, "qemu-system-x86_64", "-name", "vm", "-object", "memory-backend-file,id=m,mem-path=/dev/shm/gone,size=32M", "-device", "ivshmem-plain,memdev=m")), finding => finding.Check == "H46");
        Assert.Equal((Severity.Problem, Confidence.Likely), (finding.Severity, finding.Confidence));
    }

    [Theory]
    [InlineData(true, "00010000", Severity.Good)]
    [InlineData(true, "00000000", Severity.Problem)]
    [InlineData(false, "", Severity.Problem)]
    public void The_doorbell_server(bool exists, string flags, Severity severity)
    {
        var system = Domain(Spice + Fine + "<shmem name='oriel'><model type='ivshmem-doorbell'/><server path='/run/oriel/my vm.sock'/></shmem>");
        system.Files["/proc/net/unix"] = $"Num RefCount Protocol Flags Type St Inode Path\n0000: 00000002 00000000 {flags} 0001 01 99 /run/oriel/my vm.sock\n0000: 00000002 00000000 00010000 0001 01 98 /run/oriel/other.sock\n";
        if (exists)
        {
            system.Facts["/run/oriel/my vm.sock"] = new FileFacts(PathKind.Socket, default, 0, 0, 0, true, true);
        }

        var finding = Assert.Single(Findings(system), finding => finding.Check == "H48");
        Assert.Equal(severity, finding.Severity);
        if (severity == Severity.Problem)
        {
            Assert.Equal("oriel serve NAME --socket '/run/oriel/my vm.sock'", finding.Remedy[0].Content);
        }
    }

    [Fact]
    public void Names_of_others_are_quoted_in_every_command()
    {
        foreach (var name in (string[])["$(reboot)", "a'b", "-rf", "x;y", "a b"])
        {
            var findings = Findings(new SketchedSystem().WithDomains("qemu:///system", (Uuid, $"<domain id='1'><name>{name}</name><uuid>{Uuid}</uuid><devices>{Spice}<input type='tablet' bus='usb'/>{Shmem}</devices></domain>", null)));
            var commands = findings.SelectMany(finding => finding.Remedy).Where(step => step.Kind == RemedyKind.Command).SelectMany(step => step.Content.Split('\n')).ToList();
            Assert.NotEmpty(commands);
            var quoted = name switch { "-rf" => Uuid, "a'b" => """'a'\''b'""", _ => $"'{name}'" };
            Assert.Contains($"virsh -c qemu:///system edit {quoted}", commands);
            Assert.Contains($"oriel setup {quoted}", commands);
        }
    }

    private static SketchedSystem Domain(string devices, string more = "") =>
        new SketchedSystem().WithDomains("qemu:///system", (Uuid, $"<domain><name>vm</name><uuid>{Uuid}</uuid><devices>{devices}</devices>{more}</domain>", null));

    private static List<Finding> Findings(SketchedSystem system, string machine = "")
    {
        var context = new CheckContext(system, new CheckOptions { Machine = machine });
        return [.. CheckRun.Of(MachineChecks.All, context).SelectMany(result => result.Findings)];
    }
}
