using Oriel.Host.Machines;
using Oriel.Host.Systems;
using Oriel.Testing;

namespace Oriel.Host.Tests.Machines;

/// <summary>Which machines there are, from libvirt, its files and running programs.</summary>
public sealed class VirtualMachinesTests
{
    private const string Uuid = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
    private const string OtherUuid = "0f1e9999-4b5a-6978-8796-a5b4c3d2e1f0";
    private static readonly string s_inactive = DomainXmlTests.Good.Replace(" id='3'", "", StringComparison.Ordinal);

    [Fact]
    public void A_running_domain_and_its_program_are_one_machine()
    {
        var system = new SketchedSystem().WithDomains("qemu:///system", (Uuid, DomainXmlTests.Good, s_inactive), (OtherUuid, $"<domain><name>spare</name><uuid>{OtherUuid}</uuid></domain>", null))
            .WithProgram(4711, 64055, "/usr/bin/qemu-system-x86_64", "-name", "guest=win11,debug-threads=on", "-uuid", Uuid, "-spice", "port=5902,addr=127.0.0.1,disable-ticketing=on", "-object", "x,file=/var/lib/libvirt/qemu/y")
            .WithProgram(5000, 1000, "qemu-system-x86_64", "-name", "byhand", "-uuid", OtherUuid)
            .WithProgram(5001, 1000, "/usr/bin/qemu-system-x86_64", "-version")
            .WithProgram(5002, 1000, "qemu-img", "create");
        var machines = VirtualMachines.Read(system);
        Assert.Equal(["byhand", "win11", "spare"], machines.All.Select(machine => machine.Name));
        var win = machines.All[1];
        Assert.Equal((4711, 64055u, "qemu:///system", false), (win.Pid, win.Owner, win.Connection, win.Spice[0].WantsTicket));
        Assert.False(win.Defined!.IsRunning);
        Assert.Equal(win.SharedMemory, win.Defined.SharedMemory);
        Assert.Equal((5000, "", false), (machines.All[0].Pid, machines.All[0].Connection, machines.All[2].IsRunning));
        Assert.All(machines.Sources, source => Assert.True(source.IsSeen, source.ToString()));

        // The command lines of other programs are nobody's business.
        Assert.DoesNotContain("/proc/5002/cmdline", system.Asked);
    }

    [Fact]
    public void Who_runs_it_says_whether_it_may_be_taken_without_a_word()
    {
        var system = new SketchedSystem().WithProgram(1, 1000, "qemu-system-x86_64", "-name", "own").WithProgram(2, 1001, "qemu-system-x86_64", "-name", "other").WithProgram(3, 64055, "qemu-system-x86_64", "-name", "libvirt")
            .WithProgram(4, 0, "qemu-system-x86_64", "-name", "root").WithProgram(5, 200_000, "qemu-system-x86_64", "-name", "directory");
        system.Facts.Remove("/proc/4");
        var machines = VirtualMachines.ReadRunning(system);
        Assert.Equal([("directory", false), ("libvirt", true), ("other", false), ("own", true), ("root", false)], machines.All.Select(machine => (machine.Name, machines.IsTrusted(machine))));
        Assert.DoesNotContain(system.Asked, asked => asked.StartsWith("virsh", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_prefixes_and_what_is_ambiguous()
    {
        var system = new SketchedSystem().WithDomains("qemu:///system", (Uuid, DomainXmlTests.Good, s_inactive), (OtherUuid, $"<domain><name>spare</name><uuid>{OtherUuid}</uuid></domain>", null))
            .WithProgram(7, 1000, "qemu-system-x86_64", "-name", "spare").WithProgram(8, 1000, "qemu-system-x86_64");
        var machines = VirtualMachines.Read(system);
        string[] Named(string text) => [.. machines.Named(text).Select(machine => $"{machine.Name} {machine.Origin}")];
        Assert.Equal(["win11 qemu:///system"], Named("win11"));
        Assert.Equal(["win11 qemu:///system"], Named("WIN11"));
        Assert.Equal(["win11 qemu:///system"], Named(Uuid));
        Assert.Equal(["win11 qemu:///system"], Named("0F1E2d3c4b5a"));
        Assert.Equal(["spare qemu:///system"], Named("0f1e9"));

        // Both begin so, one runs: that one. (Two that run, or two that do not, are two answers.)
        Assert.Equal(["win11 qemu:///system"], Named("0f1e"));
        Assert.Equal(["spare QEMU, process 7"], Named("spare"));
        Assert.Equal(["qemu-8 QEMU, process 8"], Named("qemu-8"));
        Assert.Empty(Named("0f1"));
        Assert.Empty(Named(""));
        Assert.Empty(Named("none"));
    }

    [Theory]
    [InlineData("error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/libvirt-sock-ro': No such file or directory\n", Missing.Absent, "libvirt's daemon does not run")]
    [InlineData("error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/libvirt-sock-ro': Permission denied\n", Missing.Denied, "virsh: Failed to connect socket to '/var/run/libvirt/libvirt-sock-ro': Permission denied")]
    [InlineData("error: authentication unavailable: no polkit agent available\n", Missing.Denied, "virsh: authentication unavailable: no polkit agent available")]
    [InlineData("error: something else", Missing.Failed, "virsh: something else")]
    public void A_refusal_is_told_apart_from_a_machine_without_libvirt(string error, Missing missing, string why)
    {
        var system = new SketchedSystem();
        system.Commands["virsh -r -c qemu:///system list --all --uuid"] = new CommandOutput(1, "", error);
        Assert.Equal(new MachineSource("qemu:///system", missing, why), VirtualMachines.Read(system).Sources[0]);
    }

    [Fact]
    public void Without_virsh_or_with_a_silent_one_libvirts_files_are_read_where_they_may_be()
    {
        var system = new SketchedSystem();
        Assert.Equal((Missing.Absent, "virsh is not installed"), (VirtualMachines.Read(system).Sources[0].Missing, VirtualMachines.Read(system).Sources[0].Why));

        system.Silent.Add("virsh -r -c qemu:///system list --all --uuid");
        system.Files["/run/libvirt/qemu/win11.xml"] = $"<domstatus state='running'>{s_inactive}</domstatus>";
        system.Files["/etc/libvirt/qemu/win11.xml"] = s_inactive.Replace("'128'", "'256'", StringComparison.Ordinal);
        system.Files["/etc/libvirt/qemu/broken.xml"] = "<domain>";
        system.Denied.Add("/etc/libvirt/qemu/secret.xml");
        var machines = VirtualMachines.Read(system);
        var win = Assert.Single(machines.All);
        Assert.True(win.IsRunning);
        Assert.NotNull(win.Defined);
        Assert.Equal(Missing.Failed, machines.Sources[0].Missing);
        Assert.Contains("no end after 10 s", machines.Sources[0].Why, StringComparison.Ordinal);
        Assert.Contains("/etc/libvirt/qemu/secret.xml: may not be read", machines.Sources[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_libvirt_that_stops_answering_is_not_asked_again()
    {
        var system = new SketchedSystem().WithDomains("qemu:///system", (Uuid, DomainXmlTests.Good, s_inactive), (OtherUuid, DomainXmlTests.Good, null));
        system.Silent.Add($"virsh -r -c qemu:///system dumpxml {Uuid}");
        var machines = VirtualMachines.Read(system);
        Assert.Empty(machines.All);
        Assert.DoesNotContain($"virsh -r -c qemu:///system dumpxml {OtherUuid}", system.Asked);
        Assert.Contains("no answer", machines.Sources[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_own_libvirt_is_asked_where_its_daemon_runs_and_read_where_not()
    {
        var system = new SketchedSystem { Variables = { ["HOME"] = "/home/ana", ["XDG_RUNTIME_DIR"] = "/run/user/1000" } };
        Assert.DoesNotContain(VirtualMachines.Read(system).Sources, source => source.Name == "qemu:///session");

        system.Files["/home/ana/.config/libvirt/qemu/mine.xml"] = $"<domain><name>mine</name><uuid>{OtherUuid}</uuid></domain>";
        Assert.Equal(("mine", "qemu:///session"), (VirtualMachines.Read(system).All[0].Name, VirtualMachines.Read(system).All[0].Connection));
        Assert.DoesNotContain(system.Asked, asked => asked.Contains("session", StringComparison.Ordinal));

        system.Facts["/run/user/1000/libvirt/libvirt-sock"] = new FileFacts(PathKind.Socket, default, 1000, 1000, 0, true, true);
        system.WithDomains("qemu:///session", (Uuid, DomainXmlTests.Good, s_inactive));
        Assert.Equal("win11", Assert.Single(VirtualMachines.Read(system).All).Name);
    }

    [Fact]
    public void A_real_qemu_is_found_by_its_process()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-system-x86_64"), "qemu-system-x86_64 (package qemu-system-x86) is not installed");
        using var folder = new TempFolder();
        using (var qemu = TestProcess.Start(
            "/usr/bin/qemu-system-x86_64",
            [
                "-S", "-nodefaults", "-display", "none", "-machine", "q35,accel=tcg", "-m", "64", "-name", "domain-real", "-object", $"memory-backend-file,id=ivshmem,share=on,mem-path={folder.File("region")},size=1M",
                "-device", "ivshmem-plain,memdev=ivshmem", "-device", "virtio-mouse-pci", "-monitor", $"unix:{folder.File("monitor")},server=on,wait=off",
            ]))
        {
            // The wrapper becomes QEMU when it is executed, and has its region a little later.
            Eventually.True(() => File.Exists(folder.File("region")) || qemu.HasExited, TimeSpan.FromSeconds(60), () => qemu.Output);
            Assert.False(qemu.HasExited, qemu.Output);
            var system = new SketchedSystem();
            foreach (var name in (string[])["comm", "cmdline"])
            {
                system.Files[$"/proc/{qemu.Id}/{name}"] = File.ReadAllText($"/proc/{qemu.Id}/{name}");
            }

            var machine = Assert.Single(VirtualMachines.ReadRunning(system).All);
            Assert.Equal(("domain-real", qemu.Id, folder.File("region"), 1UL << 20), (machine.Name, machine.Pid, machine.Region, machine.SharedMemory[0].Bytes));
            Assert.Contains(("mouse", "virtio"), machine.Inputs);
        }
    }
}
