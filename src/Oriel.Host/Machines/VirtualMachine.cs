namespace Oriel.Host.Machines;

/// <summary>A virtual machine as libvirt or a QEMU command line describes it. Unknown things are null or empty.</summary>
public sealed record VirtualMachine
{
    /// <summary>Name; unique among libvirt's, not among QEMU programs somebody started by hand.</summary>
    public required string Name { get; init; }

    /// <summary>UUID.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>libvirt's connection, for example qemu:///system; empty for a QEMU program started without libvirt.</summary>
    public string Connection { get; init; } = "";

    /// <summary>QEMU's process; null when it does not run.</summary>
    public int? Pid { get; init; }

    /// <summary>It runs.</summary>
    public bool IsRunning { get; init; }

    /// <summary>libvirt's description: of the running machine while it runs, else as defined; empty when there is none or it may not be read.</summary>
    public string DomainXml { get; init; } = "";

    /// <summary>QEMU's arguments; empty when it does not run or they may not be read.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Shared memory devices, in the order the guest sees them.</summary>
    public IReadOnlyList<MachineMemory> SharedMemory { get; init; } = [];

    /// <summary>SPICE servers.</summary>
    public IReadOnlyList<MachineSpice> Spice { get; init; } = [];

    /// <summary>Input devices: mouse, keyboard, tablet, each with its bus (ps2, usb, virtio).</summary>
    public IReadOnlyList<(string Type, string Bus)> Inputs { get; init; } = [];

    /// <summary>A channel for the guest's SPICE agent (clipboard).</summary>
    public bool HasAgentChannel { get; init; }

    /// <summary>A memory balloon.</summary>
    public bool HasBalloon { get; init; }

    /// <summary>A sound device.</summary>
    public bool HasSound { get; init; }

    /// <summary>PCI addresses on the host (0000:01:00.0) of devices passed through.</summary>
    public IReadOnlyList<string> PassedThrough { get; init; } = [];
}

/// <summary>A shared memory device of a machine.</summary>
/// <param name="Name">Name in the domain or id of the memory backend.</param>
/// <param name="Path">File or device that backs it; empty with a doorbell server.</param>
/// <param name="Socket">Socket of its doorbell server; empty without.</param>
/// <param name="Bytes">Size; null where the server says it.</param>
public sealed record MachineMemory(string Name, string Path, string Socket, ulong? Bytes)
{
    /// <summary>As <c>--region</c> takes it.</summary>
    public string Source => Socket.Length > 0 ? $"doorbell:{Socket}" : Path;
}

/// <summary>A SPICE server of a machine.</summary>
/// <param name="Host">Address it listens at; empty with a Unix socket.</param>
/// <param name="Port">Port; 0 = none.</param>
/// <param name="TlsPort">TLS port; 0 = none.</param>
/// <param name="UnixPath">Unix socket; empty = none.</param>
/// <param name="WantsTicket">It has a password.</param>
public sealed record MachineSpice(string Host, int Port, int TlsPort, string UnixPath, bool WantsTicket)
{
    /// <summary>As <c>--spice</c> takes it; empty when it listens nowhere.</summary>
    public string Address => (UnixPath.Length > 0, Port > 0, TlsPort > 0) switch
    {
        (true, _, _) => UnixPath,
        (_, true, _) => $"{Bracketed}:{Port}",
        (_, _, true) => $"tls://{Bracketed}:{TlsPort}",
        _ => "",
    };

    private string Bracketed => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
}
