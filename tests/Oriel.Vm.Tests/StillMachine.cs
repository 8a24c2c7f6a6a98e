using System.Buffers.Binary;

namespace Oriel.Vm.Tests;

/// <summary>A real QEMU program with shared memory, SPICE and input devices, without a disk and without a running processor: it costs nothing and answers all the same.</summary>
internal sealed class StillMachine : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TempRegion _memory = new();
    private readonly TestProcess _qemu;

    private StillMachine(IReadOnlyList<string> more)
    {
        Name = $"oriel-still-{Environment.ProcessId}-{Guid.NewGuid():N}"[..40];
        try
        {
            _qemu = TestProcess.Start(
                "qemu-system-x86_64",
                [
                    "-nodefaults", "-S", "-machine", "q35,usb=off,vmport=off,i8042=off", "-accel", "tcg", "-cpu", "max", "-m", "64", "-display", "none", "-name", Name,
                    "-object", $"memory-backend-file,id=ivshmem,share=on,mem-path={Memory},size=64M", "-device", "ivshmem-plain,memdev=ivshmem", "-device", "VGA",
                    "-spice", $"unix=on,addr={Spice},disable-ticketing=on", "-device", "virtio-keyboard-pci", "-device", "virtio-mouse-pci", "-device", "virtio-serial-pci",
                    "-chardev", "spicevmc,id=vdagent,name=vdagent", "-device", "virtserialport,chardev=vdagent,name=com.redhat.spice.0",
                    "-audiodev", "spice,id=snd", "-device", "ich9-intel-hda", "-device", "hda-duplex,audiodev=snd", .. more,
                ]);
            Eventually.True(() => _qemu.HasExited || (File.Exists(Spice) && File.Exists(Memory)), SharedGuest.Patience, () => $"QEMU's SPICE socket; {_qemu.Output}");
            Assert.False(_qemu.HasExited, _qemu.Output);
            File.SetUnixFileMode(Memory, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Name of the machine, its own.</summary>
    public string Name { get; }

    /// <summary>File of its shared memory.</summary>
    public string Memory => _memory.Path;

    /// <summary>Its SPICE socket.</summary>
    public string Spice => _folder.File("spice");

    /// <summary>Starts one; skips the test where there is no QEMU.</summary>
    public static StillMachine StartOrSkip(params IReadOnlyList<string> more)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("qemu-system-x86_64"), "qemu-system-x86_64 is not installed (qemu-system-x86)");
        return new StillMachine(more);
    }

    /// <summary>The synthetic producer in its memory, once it publishes: 1280x800.</summary>
    public TestProcess StartAgent()
    {
        var agent = TestProcess.Start(Executables.Oriel, ["pattern", "--region", Memory, "--size", "1280x800", "--rate", "10", "--stats"]);
        try
        {
            agent.WaitForLine("frames|published", SharedGuest.Patience);
            return agent;
        }
        catch
        {
            agent.Dispose();
            throw;
        }
    }

    /// <summary>The header of a session whose LGMP version nobody reads, and no producer behind it.</summary>
    public void WriteHeader(uint version)
    {
        using var file = File.OpenWrite(Memory);
        Span<byte> head = stackalloc byte[8];
        "LGMP"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], version);
        file.Write(head);
    }

    /// <summary>Memory as a machine has it before any agent ran.</summary>
    public void WipeHeader()
    {
        using var file = File.OpenWrite(Memory);
        file.Write(new byte[1 << 20]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _qemu?.Dispose();
        _memory.Dispose();
        _folder.Dispose();
    }
}
