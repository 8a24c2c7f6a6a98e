namespace Oriel.Cli.Commands;

/// <summary>One region that <c>oriel list</c> found, or a virtual machine whose region is not there. Unknown things are null and left out of the JSON.</summary>
internal sealed record ListEntry
{
    /// <summary>File or device; empty for a machine that has none.</summary>
    public required string Path { get; init; }

    /// <summary>What is in it: live, stopped, no-producer, undecided, version-mismatch, session-refused, session-lost, unreadable; no-region for a machine without one.</summary>
    public required string State { get; init; }

    /// <summary>The heartbeat moved while it was watched; null when there is none to watch.</summary>
    public bool? Alive { get; init; }

    /// <summary>Size.</summary>
    public ulong? Bytes { get; init; }

    /// <summary>Session id.</summary>
    public uint? SessionID { get; init; }

    /// <summary>LGMP version.</summary>
    public uint? LgmpVersion { get; init; }

    /// <summary>KVMFR version.</summary>
    public uint? KvmfrVersion { get; init; }

    /// <summary>Width of the newest frame.</summary>
    public uint? FrameWidth { get; init; }

    /// <summary>Height of the newest frame.</summary>
    public uint? FrameHeight { get; init; }

    /// <summary>Pixel storage of the newest frame.</summary>
    public string? FrameType { get; init; }

    /// <summary>Subscribers of the frame queue that are not evicted.</summary>
    public int? Subscribers { get; init; }

    /// <summary>Build text of the agent.</summary>
    public string? Hostver { get; init; }

    /// <summary>Name of the guest's system.</summary>
    public string? System { get; init; }

    /// <summary>What the guest's agent says it does.</summary>
    public string? GuestState { get; init; }

    /// <summary>Its capture backend.</summary>
    public string? GuestBackend { get; init; }

    /// <summary>The guest's GPU.</summary>
    public string? GuestGpu { get; init; }

    /// <summary>Code of the agent's last error.</summary>
    public string? GuestError { get; init; }

    /// <summary>Why the agent has no picture, in its own words.</summary>
    public string? GuestTrouble { get; init; }

    /// <summary>Frames a second, counted while it was watched; null when nobody looks at the pictures (then an agent need not make any) or none can be counted.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Name of the virtual machine.</summary>
    public string? Machine { get; init; }

    /// <summary>Its UUID, from its description or from the guest's agent.</summary>
    public string? Uuid { get; init; }

    /// <summary>It runs.</summary>
    public bool? Running { get; init; }

    /// <summary>libvirt's connection; null for a QEMU without libvirt.</summary>
    public string? Connection { get; init; }

    /// <summary>Its SPICE server, as <c>--spice</c> takes it.</summary>
    public string? Spice { get; init; }

    /// <summary>In a word: good, warning, problem, no-picture (the agent says why), no-agent, off, no-region.</summary>
    public string? Health { get; init; }

    /// <summary>The worst that was found, in words; <c>oriel doctor</c> says what to do.</summary>
    public string? Trouble { get; init; }

    /// <summary>The agent tells when frames were captured and published.</summary>
    public bool? ReportsTimes { get; init; }

    /// <summary>Code of the error that kept it from being read.</summary>
    public string? Error { get; init; }

    /// <summary>Why it cannot be used, in words.</summary>
    public string? Reason { get; init; }
}
