using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Oriel.Host.Machines;
using Oriel.Testing;

namespace Oriel.Host.Tests.Machines;

/// <summary>What libvirt's description says, and what hostile ones cannot do.</summary>
public sealed class DomainXmlTests
{
    internal const string Good = """
        <domain type='kvm' id='3' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
          <name>win11</name>
          <uuid>0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0</uuid>
          <memory unit='KiB'>16777216</memory>
          <memoryBacking><hugepages/></memoryBacking>
          <vcpu placement='static'>8</vcpu>
          <cputune><vcpupin vcpu='0' cpuset='2'/><vcpupin vcpu='1' cpuset='3'/></cputune>
          <cpu mode='host-passthrough' check='none'/>
          <devices>
            <graphics type='spice' port='5902' autoport='yes' listen='127.0.0.1'><listen type='address' address='127.0.0.1'/></graphics>
            <channel type='spicevmc'><target type='virtio' name='com.redhat.spice.0' state='connected'/></channel>
            <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
            <input type='mouse' bus='virtio'/><input type='keyboard' bus='virtio'/><input type='mouse' bus='ps2'/><input type='keyboard' bus='ps2'/>
            <sound model='ich9'/><audio id='1' type='spice'/>
            <video><model type='vga' vram='16384'/></video>
            <hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x01' slot='0x00' function='0x1'/></source></hostdev>
            <hostdev mode='subsystem' type='usb'><source><vendor id='0x046d'/></source></hostdev>
            <memballoon model='none'/>
            <shmem name='oriel'><model type='ivshmem-plain'/><size unit='M'>128</size></shmem>
            <shmem name='bells'><model type='ivshmem-doorbell'/><server path='/run/oriel/win11.sock'/><msi vectors='1'/></shmem>
          </devices>
          <qemu:commandline>
            <qemu:arg value='-device'/><qemu:arg value='{"driver":"ivshmem-plain","memdev":"looking-glass"}'/>
            <qemu:arg value='-object'/><qemu:arg value='{"qom-type":"memory-backend-file","id":"looking-glass","mem-path":"/dev/kvmfr0","size":67108864,"share":true}'/>
          </qemu:commandline>
        </domain>
        """;

    [Fact]
    public void A_running_domain_is_understood()
    {
        var machine = Read(Good);
        Assert.Equal(("win11", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", true, "qemu:///system"), (machine.Name, machine.Uuid.ToString(), machine.IsRunning, machine.Connection));
        Assert.Equal(
            [new MachineMemory("oriel", "/dev/shm/oriel", "", 128 << 20), new MachineMemory("bells", "", "/run/oriel/win11.sock", null), new MachineMemory("looking-glass", "/dev/kvmfr0", "", 64 << 20)],
            machine.SharedMemory);
        Assert.Equal("127.0.0.1:5902", machine.SpiceAddress);
        Assert.Equal([("mouse", "virtio"), ("keyboard", "virtio"), ("mouse", "ps2"), ("keyboard", "ps2")], machine.Inputs);
        Assert.Equal((true, false, true, true, true), (machine.HasAgentChannel, machine.HasBalloon, machine.HasSound, machine.HasHugePages, machine.HasQemuArguments));
        Assert.Equal((16UL << 30, 8, 2, "host-passthrough"), (machine.MemoryBytes, machine.Processors, machine.PinnedProcessors, machine.Processor));
        Assert.Equal(["0000:01:00.1"], machine.PassedThrough);
        Assert.Equal(["vga"], machine.Videos);
    }

    [Theory]
    [InlineData("<graphics type='spice' autoport='yes'/>", "", true)]
    [InlineData("<graphics type='spice' port='-1' tlsPort='-1' autoport='yes'><listen type='address'/></graphics>", "", true)]
    [InlineData("<graphics type='spice' tlsPort='5903' listen='0.0.0.0'/>", "tls://127.0.0.1:5903", false)]
    [InlineData("<graphics type='spice'><listen type='socket' socket='/run/spice.sock'/></graphics>", "/run/spice.sock", false)]
    [InlineData("<graphics type='spice'><listen type='none'/><gl enable='yes'/></graphics>", "", false)]
    [InlineData("<graphics type='spice' port='5904'><listen type='network' network='default' address='fe80::1'/></graphics>", "[fe80::1]:5904", false)]
    [InlineData("<graphics type='vnc' port='5900'/>", "", false)]
    public void Spice(string graphics, string address, bool choosesPort)
    {
        var machine = Read($"<domain><name>a</name><devices>{graphics}</devices></domain>");
        Assert.Equal((address, choosesPort), (machine.SpiceAddress, machine.Spice.Any(server => server.ChoosesPort)));
    }

    [Fact]
    public void Defaults_are_libvirts()
    {
        var machine = Read("<domain><name>a</name><devices><shmem name='x'/><shmem name='y'><server/></shmem><channel type='spicevmc'/><memballoon model='virtio'/></devices></domain>");
        Assert.Equal([new MachineMemory("x", "/dev/shm/x", "", 4 << 20), new MachineMemory("y", "", "/var/lib/libvirt/shmem-y-sock", null)], machine.SharedMemory);
        Assert.Equal((false, true, true, null), (machine.IsRunning, machine.HasAgentChannel, machine.HasBalloon, machine.Uuid));
    }

    [Fact]
    public void Libvirts_own_record_of_a_running_machine_is_understood() =>
        Assert.True(Read("<domstatus state='running' reason='booted' pid='4711'><domain type='kvm'><name>a</name></domain></domstatus>").IsRunning);

    [Theory]
    [InlineData("", "Root element is missing")]
    [InlineData("<network><name>a</name></network>", "the root element is network, not domain")]
    [InlineData("<domain/>", "the domain has no name")]
    [InlineData("<domain><name>a</name>", "Unexpected end of file")]
    [InlineData("<!DOCTYPE d [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]><domain><name>&c;</name></domain>", "DTD is prohibited")]
    [InlineData("<!DOCTYPE d SYSTEM 'file:///etc/passwd'><domain><name>a</name></domain>", "DTD is prohibited")]
    public void What_is_no_domain_is_refused_with_a_reason(string xml, string reason)
    {
        Assert.False(DomainXml.TryRead(xml, "", out var machine, out var why));
        Assert.Null(machine);
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_are_bounds()
    {
        Assert.False(DomainXml.TryRead("<domain><name>a</name>" + string.Concat(Enumerable.Repeat("<a>", 200_000)), "", out _, out var why));
        Assert.Contains("deep", why, StringComparison.Ordinal);
        Assert.False(DomainXml.TryRead("<domain><name>a</name>" + string.Concat(Enumerable.Repeat("<a/>", DomainXml.MostElements)) + "</domain>", "", out _, out why));
        Assert.Contains("elements", why, StringComparison.Ordinal);
        Assert.False(DomainXml.TryRead($"<domain><name>{new string('a', 2 << 20)}</name></domain>", "", out _, out why));
        Assert.NotEmpty(why);
    }

    [Fact]
    public void No_text_whatever_makes_it_throw()
    {
        var pieces = Good.Split('\n').SelectMany(line => (string[])[line, line.Trim(), line.Replace("'", "", StringComparison.Ordinal)]).ToArray();
        Prop.ForAll(Gen.ArrayOf(Gen.OneOf(Gen.Elements(pieces), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""))).ToArbitrary(), Gen.Choose(0, Good.Length - 1).ToArbitrary(), (lines, at) =>
        {
            _ = DomainXml.TryRead(string.Join('\n', lines), "", out _, out _);
            _ = DomainXml.TryRead("<domain><name>a</name><devices>" + string.Join('\n', lines) + "</devices></domain>", "", out _, out _);

            // One character of a good one changed, and everything after it gone.
            _ = DomainXml.TryRead(Good[..at] + "\u0001" + Good[(at + 1)..], "", out _, out _);
            Assert.Equal(at == Good.Length, DomainXml.TryRead(Good[..at], "", out _, out _));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261129, 5));
        foreach (var value in (string[])["", "-1", "99999999999999999999999", "0x", "é", " 8 "])
        {
            _ = Read(Good.Replace("16777216", value, StringComparison.Ordinal).Replace("'5902'", $"'{value}'", StringComparison.Ordinal).Replace("'0x01'", $"'{value}'", StringComparison.Ordinal).Replace(">8<", $">{value}<", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_real_virsh_is_understood()
    {
        using var virsh = Run("virsh", "-r", "-c", "test:///default", "dumpxml", "test");
        Assert.SkipWhen(virsh is null, "virsh (package libvirt-clients) is not installed");
        var xml = virsh.StandardOutput.ReadToEnd();
        Assert.True(virsh.WaitForExit(TimeSpan.FromSeconds(30)));
        var machine = Read(xml);
        Assert.Equal(("test", "6695eb01-f6a4-8304-79aa-97f2502e193f", true, true), (machine.Name, machine.Uuid.ToString(), machine.IsRunning, machine.HasBalloon));
        Assert.Equal((8UL << 30, 2), (machine.MemoryBytes, machine.Processors));
    }

    private static VirtualMachine Read(string xml)
    {
        Assert.True(DomainXml.TryRead(xml, "qemu:///system", out var machine, out var why), why);
        return machine!;
    }

    private static Process? Run(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, Environment = { ["LC_ALL"] = "C" } });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
