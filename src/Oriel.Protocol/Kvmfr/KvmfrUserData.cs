namespace Oriel.Protocol.Kvmfr;

/// <summary>The parsed user data of a session (kvmfr.md section 2). Texts are bounded and printable.</summary>
public sealed record KvmfrUserData
{
    /// <summary>KVMFR version.</summary>
    public required uint Version { get; init; }

    /// <summary>Producer's build text, at most 32 bytes on the wire.</summary>
    public required string ProducerText { get; init; }

    /// <summary>Feature bits.</summary>
    public required uint Features { get; init; }

    /// <summary>Virtual machine record, null when absent or refused.</summary>
    public VmInfo? Vm { get; init; }

    /// <summary>Operating system record, null when absent or refused.</summary>
    public OsInfo? Os { get; init; }
}

/// <summary>Virtual machine record (kvmfr.md section 2.2).</summary>
/// <param name="Uuid">16 bytes as 32 lower-case hex digits, in wire order; all zero = unknown.</param>
/// <param name="Capture">Name of the capture method.</param>
/// <param name="Cpus">Hardware threads.</param>
/// <param name="Cores">Cores.</param>
/// <param name="Sockets">Sockets.</param>
/// <param name="Model">Processor model.</param>
public sealed record VmInfo(string Uuid, string Capture, byte Cpus, byte Cores, byte Sockets, string Model);

/// <summary>Operating system record (kvmfr.md section 2.2).</summary>
/// <param name="Kind">0 Linux, 1 BSD, 2 macOS, 3 Windows, 4 other.</param>
/// <param name="Name">Name of the system.</param>
public sealed record OsInfo(byte Kind, string Name);
