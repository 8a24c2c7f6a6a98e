using System.Text.RegularExpressions;
using Oriel.Host.Setup;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Setup;

/// <summary><c>oriel setup</c> with a libvirt of its own: defined, started, seen from the host, undone.</summary>
public sealed class SetupLibvirtTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly string s_domains = Path.Combine(Executables.SourceTree, "tests/Oriel.Host.Tests/Domains");
    private readonly TempFolder _folder = new();
    private readonly string _name = $"oriel-test-{Environment.ProcessId}-{Guid.NewGuid():N}"[..40];

    public void Dispose()
    {
        _folder.Dispose();
        File.Delete($"/dev/shm/{_name}");
    }

    [Fact]
    public void A_machine_is_set_up_started_seen_and_undone()
    {
        Assert.SkipUnless(PrivateLibvirt.Obstacle is null, PrivateLibvirt.Obstacle ?? "");
        using var libvirt = PrivateLibvirt.Start();
        var file = _folder.File("domain.xml");
        File.WriteAllText(file, $"""
            <domain type='qemu'><name>{_name}</name><memory unit='MiB'>64</memory><os><type arch='x86_64' machine='q35'>hvm</type></os>
            <devices><emulator>/usr/bin/qemu-system-x86_64</emulator><input type='tablet' bus='usb'/><memballoon model='virtio'/></devices></domain>
            """);
        var before = Define(libvirt, file, _name);

        var shown = Setup(libvirt, "--dry-run");
        Assert.Contains("-    <input type='tablet' bus='usb'>", shown, StringComparison.Ordinal);
        Assert.Equal(before, libvirt.Virsh("dumpxml", "--inactive", _name));

        var text = Setup(libvirt, "--yes", "--plain", "--name", _name, "--mode", "1920x1080");
        Assert.Contains($"oriel view --region /dev/shm/{_name}", text, StringComparison.Ordinal);
        Assert.Contains("nothing to change", Setup(libvirt, "--yes"), StringComparison.Ordinal);

        libvirt.Virsh("start", _name);
        Assert.Equal(32L << 20, new FileInfo($"/dev/shm/{_name}").Length);
        Assert.Contains("32 MiB", TestProcess.Run(Executables.Oriel, ["list", "--all", $"/dev/shm/{_name}"], limit: s_limit), StringComparison.Ordinal);
        Assert.Matches("^spice://127\\.0\\.0\\.1:[0-9]+", libvirt.Virsh("domdisplay", _name));
        var monitor = libvirt.Virsh("qemu-monitor-command", "--hmp", _name, "info qtree");
        Assert.All((string[])["ivshmem-plain", "virtio-mouse-pci", "virtio-keyboard-pci", "virtserialport", "hda-duplex"], device => Assert.Contains($"dev: {device}", monitor, StringComparison.Ordinal));
        Assert.DoesNotContain("usb-tablet", monitor, StringComparison.Ordinal);
        Assert.DoesNotContain("virtio-balloon", monitor, StringComparison.Ordinal);

        // While it runs: what changes is for the next start, and is said to be.
        Assert.Contains("a reboot inside the guest is not enough", Setup(libvirt, "--yes", "--mode", "3840x2160"), StringComparison.Ordinal);
        Assert.Contains("<size unit='M'>128</size>", libvirt.Virsh("dumpxml", "--inactive", _name), StringComparison.Ordinal);
        libvirt.Virsh("destroy", _name);

        Assert.Contains("undone", Setup(libvirt, "--undo", "--yes"), StringComparison.Ordinal);
        Assert.Contains("undone", Setup(libvirt, "--undo", "--yes"), StringComparison.Ordinal);
        Assert.Equal(before, libvirt.Virsh("dumpxml", "--inactive", _name));
        libvirt.Virsh("undefine", _name);
    }

    /// <summary>libvirt writes descriptions anew, with addresses and defaults: even then a second run finds nothing to do, and undo brings back what was there.</summary>
    [Fact]
    public void Descriptions_of_every_shape_survive_libvirts_own_hand()
    {
        Assert.SkipUnless(PrivateLibvirt.Obstacle is null, PrivateLibvirt.Obstacle ?? "");
        using var libvirt = PrivateLibvirt.Start();
        var file = _folder.File("domain.xml");
        foreach (var path in Directory.EnumerateFiles(s_domains, "*.xml").Order(StringComparer.Ordinal))
        {
            var xml = ForAnyone(File.ReadAllText(path));
            File.WriteAllText(file, xml);
            var name = DomainPlanner.Identify(xml).Name;
            var before = Define(libvirt, file, name);
            foreach (var kind in (MemoryKind[])[MemoryKind.Keep, MemoryKind.Kvmfr, MemoryKind.Doorbell])
            {
                var wish = new SetupWish { Memory = kind };
                var plan = DomainPlanner.Plan(before, wish);
                File.WriteAllText(file, plan.After);
                libvirt.Virsh("define", "--validate", file);
                var after = libvirt.Virsh("dumpxml", "--inactive", "--security-info", name);
                Assert.True(DomainPlanner.Plan(after, wish).IsDone, $"{Path.GetFileName(path)}, {kind}: {string.Join("; ", DomainPlanner.Plan(after, wish).Changes.Select(change => change.What))}\n{after}");
                File.WriteAllText(file, before);
                libvirt.Virsh("define", file);
                Assert.Equal(before, libvirt.Virsh("dumpxml", "--inactive", "--security-info", name));
            }

            libvirt.Virsh("undefine", "--domain", name);
        }
    }

    [Fact]
    public void What_libvirt_refuses_changes_nothing()
    {
        Assert.SkipUnless(PrivateLibvirt.Obstacle is null, PrivateLibvirt.Obstacle ?? "");
        using var libvirt = PrivateLibvirt.Start();
        var error = Assert.Throws<InvalidOperationException>(() => Setup(libvirt, "--yes"));
        Assert.Contains("ORL821", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("state")));
        File.WriteAllText(_folder.File("bad.xml"), "<domain type='qemu'><name>bad</name><devices><nonsense/></devices></domain>");
        Assert.Equal("ORL823", Assert.Throws<OrielException>(() => new HostWork().Define(libvirt.Uri, _folder.File("bad.xml"), validate: true)).Code.Id);
    }

    // libvirt sorts some devices only when it reads its own description, so the second one is what stays.
    private static string Define(PrivateLibvirt libvirt, string file, string name)
    {
        for (var i = 0; i < 2; i++)
        {
            libvirt.Virsh("define", file);
            File.WriteAllText(file, libvirt.Virsh("dumpxml", "--inactive", "--security-info", name));
        }

        return File.ReadAllText(file);
    }

    // What asks for KVM, for a firmware that is installed, for a TPM, for a processor passed through, or for libvirt's old default device goes: a definition looks for them.
    private static string ForAnyone(string xml)
    {
        foreach (var (pattern, with) in ((string, string)[])
        [
            ("(?<=type\\s*=\\s*['\"])kvm(?=['\"])", "qemu"),
            ("(?=<size unit=\"KiB\">33792)", "<model type='ivshmem-plain'/>"),
            ("<cpu mode=['\"]host-passthrough['\"][^>]*/>", ""),
            ("<cpu mode=['\"]host-passthrough['\"][^>]*[^/]>.*?</cpu>", ""),
            ("<hyperv .*?</hyperv>|<kvm>.*?</kvm>|<smm[^>]*/>|<loader.*?</loader>|<nvram.*?</nvram>|<tpm .*?</tpm>", ""),
        ])
        {
            xml = Regex.Replace(xml, pattern, with, RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        }

        return xml;
    }

    private string Setup(PrivateLibvirt libvirt, params string[] arguments) => TestProcess.Run(
        Executables.Oriel,
        ["setup", _name, "--connect", libvirt.Uri, .. arguments],
        new Dictionary<string, string?> { ["HOME"] = _folder.Path, ["XDG_STATE_HOME"] = _folder.File("state"), ["XDG_CONFIG_HOME"] = _folder.File("config"), ["XDG_RUNTIME_DIR"] = _folder.Path, ["SUDO_USER"] = null },
        s_limit);
}
