using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Docs.Tests.Run;

/// <summary>
/// Where commands of pages run: a guest that plays a pattern into a region of its own, an X server, our programs first on the path, a stand-in for libvirt that knows one domain,
/// and systemd and sudo out of reach. One for all blocks; each block has its own <see cref="DocHome"/>.
/// </summary>
public sealed class DocStage : IDisposable
{
    private readonly TempRegion _region = new(16 << 20);
    private readonly TempFolder _programs = new();
    private readonly Memory.Region _memory;
    private readonly PatternProducer _guest;
    private XvfbServer? _x;

    /// <summary>Starts the guest.</summary>
    public DocStage()
    {
        _memory = Memory.Region.OpenFile(_region.Path, RegionAccess.ReadWrite);
        _guest = new PatternProducer(
            _memory,
            new ProducerOptions { ReportsTimes = true },
            new PatternOptions { Pattern = new TestPattern(FrameType.Bgra, 640, 360, PatternDamage.Moving), RateHz = 120, Cursor = PatternCursorKind.Color });
        _guest.Start();
        File.CreateSymbolicLink(_programs.File("oriel"), Executables.Oriel);
        File.CreateSymbolicLink(_programs.File("oriel-agent"), Executables.Agent);
        File.Copy(Path.Combine(Executables.SourceTree, "tests/Oriel.Docs.Tests/Run/virsh"), _programs.File("virsh"));
        Directory.CreateDirectory(_programs.File("domains"));
        File.WriteAllText(_programs.File("domains/win11.xml"), Domain(Path.GetFileName(_region.Path)));
        foreach (var program in (string[])["systemctl", "sudo"])
        {
            // A page must not reach the machine's own services through a test.
            File.WriteAllText(_programs.File(program), $"#!/bin/sh\necho '{program}: not in this test' >&2\nexit 1\n");
            File.SetUnixFileMode(_programs.File(program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The guest's region.</summary>
    public string Region => _region.Path;

    /// <summary>Where our programs and the barred ones are.</summary>
    public string Programs => _programs.Path;

    /// <summary>The X server, started when the first command wants it.</summary>
    internal XvfbServer Screen => _x ??= XvfbServer.StartOrSkip("1280x1024");

    /// <summary>A domain as virt-manager leaves it, which has the guest's region already: what "oriel view win11" shows is there.</summary>
    private static string Domain(string region) =>
        $"""
        <domain type='kvm'>
          <name>win11</name>
          <uuid>6d1c1b5e-4a55-4a0f-9a77-0f6b1f2f7a11</uuid>
          <memory unit='KiB'>8388608</memory>
          <vcpu placement='static'>4</vcpu>
          <os>
            <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
          </os>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <shmem name='{region}'>
              <model type='ivshmem-plain'/>
              <size unit='M'>16</size>
            </shmem>
            <input type='tablet' bus='usb'/>
            <graphics type='spice' autoport='yes'/>
            <memballoon model='virtio'/>
          </devices>
        </domain>

        """;

    /// <inheritdoc/>
    public void Dispose()
    {
        _x?.Dispose();
        _guest.Dispose();
        _memory.Dispose();
        _region.Dispose();
        _programs.Dispose();
    }
}
