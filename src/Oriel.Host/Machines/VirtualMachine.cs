namespace Oriel.Host.Machines;

/// <summary>A virtual machine as libvirt or a QEMU command line describes it. Unknown things are null or empty. Names, paths and addresses are somebody else's text: made safe before they are shown or put into a command.</summary>
public sealed record VirtualMachine
{
    /// <summary>Name; unique among the domains of one libvirt connection, not among QEMU programs somebody started by hand.</summary>
    public required string Name { get; init; }

    /// <summary>UUID.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>libvirt's connection, for example qemu:///system; empty for a QEMU program started without libvirt.</summary>
    public string Connection { get; init; } = "";

    /// <summary>QEMU's process; null when it does not run.</summary>
    public int? Pid { get; init; }

    /// <summary>User whose process it is; null when it does not run or cannot be told.</summary>
    public uint? Owner { get; init; }

    /// <summary>It runs.</summary>
    public bool IsRunning { get; init; }

    /// <summary>libvirt's description: of the running machine while it runs, else as defined; empty when there is none or it may not be read.</summary>
    public string DomainXml { get; init; } = "";

    /// <summary>What libvirt starts next time, of a running machine that is defined; null when it does not run or its definition could not be read. Its own <see cref="DomainXml"/> is what <c>virsh edit</c> shows.</summary>
    public VirtualMachine? Defined { get; init; }

    /// <summary>QEMU's arguments; empty when it does not run or they may not be read. They can hold passwords: never shown.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Shared memory devices, in the order the guest sees them.</summary>
    public IReadOnlyList<MachineMemory> SharedMemory { get; init; } = [];

    /// <summary>SPICE servers.</summary>
    public IReadOnlyList<MachineSpice> Spice { get; init; } = [];

    /// <summary>Input devices: mouse, keyboard, tablet, evdev, each with its bus (ps2, usb, virtio).</summary>
    public IReadOnlyList<(string Type, string Bus)> Inputs { get; init; } = [];

    /// <summary>A channel for the guest's SPICE agent (clipboard).</summary>
    public bool HasAgentChannel { get; init; }

    /// <summary>A memory balloon.</summary>
    public bool HasBalloon { get; init; }

    /// <summary>A sound device.</summary>
    public bool HasSound { get; init; }

    /// <summary>Emulated display devices as libvirt names their models (vga, qxl, virtio, bochs, ramfb…); none is not listed.</summary>
    public IReadOnlyList<string> Videos { get; init; } = [];

    /// <summary>PCI addresses on the host (0000:01:00.0) of devices passed through.</summary>
    public IReadOnlyList<string> PassedThrough { get; init; } = [];

    /// <summary>Memory of the guest, bytes; null = unknown.</summary>
    public ulong? MemoryBytes { get; init; }

    /// <summary>Its memory comes from huge pages.</summary>
    public bool HasHugePages { get; init; }

    /// <summary>Virtual processors; 0 = unknown.</summary>
    public int Processors { get; init; }

    /// <summary>Virtual processors pinned to processors of the host.</summary>
    public int PinnedProcessors { get; init; }

    /// <summary>Processor of the guest as libvirt says it: host-passthrough, host-model, maximum, custom or the name of a model; empty = unknown.</summary>
    public string Processor { get; init; } = "";

    /// <summary>The description has arguments of QEMU's own (<c>qemu:commandline</c>).</summary>
    public bool HasQemuArguments { get; init; }

    /// <summary>Where the picture comes from, as <c>--region</c> takes it: the first shared memory that names a place; empty = none.</summary>
    public string Region => SharedMemory.FirstOrDefault(memory => memory.Source.Length > 0)?.Source ?? "";

    /// <summary>The SPICE server as <c>--spice</c> takes it; empty = none that can be reached by an address.</summary>
    public string SpiceAddress => Spice.FirstOrDefault(server => server.Address.Length > 0)?.Address ?? "";

    /// <summary>Who runs it, in words.</summary>
    public string Origin => Connection.Length > 0 ? Connection : Pid is { } pid ? $"QEMU, process {pid}" : "QEMU";
}
