namespace Oriel.Memory;

/// <summary>
/// The protocol between an ivshmem server and its peers, version 0, as QEMU specifies it: the server sends little-endian 64-bit numbers over a Unix stream socket, some with one
/// descriptor; peers send nothing. First the version, the peer's own number, <see cref="MemoryMessage"/> with the memory; then for each peer there, and last for the peer itself, its
/// number with one eventfd for each vector. Later: a number with an eventfd for each vector of a new peer; a number without one when a peer has gone.
/// </summary>
public static class IvshmemProtocol
{
    /// <summary>Version.</summary>
    public const long Version = 0;

    /// <summary>Comes with the memory's descriptor.</summary>
    public const long MemoryMessage = -1;

    /// <summary>Bytes of a message.</summary>
    public const int MessageBytes = 8;

    /// <summary>Most vectors a peer may have here. QEMU's device knows up to 2048; one is what Oriel uses.</summary>
    public const int MostVectors = 64;
}
