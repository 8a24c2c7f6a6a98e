namespace Oriel.Relay.Doorbell;

/// <summary>What a server keeps for one virtual machine.</summary>
public sealed record MachineOptions
{
    /// <summary>Name; see <see cref="Memory.DoorbellSource.IsName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Path of the socket.</summary>
    public required string SocketPath { get; init; }

    /// <summary>Size of the memory, bytes; QEMU wants a power of two.</summary>
    public ulong SizeBytes { get; init; } = 64UL << 20;

    /// <summary>Interrupts of each peer.</summary>
    public int Vectors { get; init; } = 1;

    /// <summary>Take the memory from the huge pages set aside.</summary>
    public bool HugePages { get; init; }

    /// <summary>Permissions of the socket file.</summary>
    public UnixFileMode SocketMode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Group of the socket file; null keeps ours.</summary>
    public uint? SocketGroupId { get; init; }

    /// <summary>Most peers at a time: the virtual machine, viewers, programs that look.</summary>
    public int MostPeers { get; init; } = 64;

    /// <summary>How long a peer may take to read its greeting.</summary>
    public TimeSpan GreetingLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who may connect.</summary>
    public required PeerPolicy Policy { get; init; }
}
