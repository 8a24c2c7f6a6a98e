namespace Oriel.Memory;

/// <summary>
/// A mapping of memory that another, untrusted party can change at any moment. Offsets are bytes from its start. Every
/// access is bounds-checked against <see cref="Length"/>, every word access is one aligned atomic access, and bytes leave it only
/// by being copied once into private memory. No pointer or span into it ever leaves this room.
/// Word and copy operations are thread-safe; <see cref="Dispose"/> must not race them.
/// </summary>
public sealed partial class Region : IDisposable
{
    /// <summary>Path or name it was opened by, for messages.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary>What backs it.</summary>
    public RegionKind Kind => throw new NotImplementedException();

    /// <summary>Mapped bytes.</summary>
    public ulong Length => throw new NotImplementedException();

    /// <summary>False when mapped read-only; writing then throws <see cref="InvalidOperationException"/>.</summary>
    public bool IsWritable => throw new NotImplementedException();

    /// <summary>
    /// True once the backing store shrank under the mapping. Accesses then no longer reach the other side: reads give
    /// zeros, writes go nowhere. Close the region and open it again.
    /// </summary>
    public bool IsFaulted => throw new NotImplementedException();

    /// <summary>True when the file behind the name is no longer this one or has another size (recreated, resized, deleted).
    /// One stat call: for the liveness check, not the frame path.</summary>
    public bool BackingChanged() => throw new NotImplementedException();

    /// <summary>Opens an existing file. Throws <see cref="OrielException"/> (missing, permission, not a regular file, empty, too large).</summary>
    public static Region OpenFile(string path, RegionAccess access) => throw new NotImplementedException();

    /// <summary>Creates or opens a file and gives it exactly <paramref name="size"/> bytes and the mode.</summary>
    public static Region CreateFile(string path, ulong size, UnixFileMode mode) => throw new NotImplementedException();

    /// <summary>Opens a KVMFR character device (<c>/dev/kvmfrN</c>).</summary>
    public static Region OpenKvmfr(string path, RegionAccess access) => throw new NotImplementedException();

    /// <summary>Opens BAR 2 of the n-th ivshmem device (1af4:1110, PCI slot order), inside a Linux guest.</summary>
    public static Region OpenPciBar(int index, RegionAccess access) => throw new NotImplementedException();

    /// <summary>Creates an anonymous memory file sealed against shrinking and growing.</summary>
    public static Region CreateMemfd(string name, ulong size) => throw new NotImplementedException();

    /// <summary>Opens whatever <paramref name="source"/> names: a file, a character device, <c>kvmfrN</c>, <c>pci:N</c>.</summary>
    public static Region Open(string source, RegionAccess access) => throw new NotImplementedException();

    /// <summary>Acquire-loads an aligned 32-bit word.</summary>
    public uint ReadUInt32(ulong offset) => throw new NotImplementedException();

    /// <summary>Acquire-loads an aligned 64-bit word.</summary>
    public ulong ReadUInt64(ulong offset) => throw new NotImplementedException();

    /// <summary>Release-stores an aligned 32-bit word.</summary>
    public void WriteUInt32(ulong offset, uint value) => throw new NotImplementedException();

    /// <summary>Release-stores an aligned 64-bit word.</summary>
    public void WriteUInt64(ulong offset, ulong value) => throw new NotImplementedException();

    /// <summary>Atomic compare-and-swap; returns the value seen before.</summary>
    public uint CompareExchangeUInt32(ulong offset, uint value, uint comparand) => throw new NotImplementedException();

    /// <summary>Atomic compare-and-swap; returns the value seen before.</summary>
    public ulong CompareExchangeUInt64(ulong offset, ulong value, ulong comparand) => throw new NotImplementedException();

    /// <summary>Atomic swap; returns the value seen before.</summary>
    public uint ExchangeUInt32(ulong offset, uint value) => throw new NotImplementedException();

    /// <summary>Atomic add (wrapping); returns the value seen before.</summary>
    public uint AddUInt32(ulong offset, uint addend) => throw new NotImplementedException();

    /// <summary>Atomic and; returns the value seen before.</summary>
    public uint AndUInt32(ulong offset, uint mask) => throw new NotImplementedException();

    /// <summary>Atomic or; returns the value seen before.</summary>
    public uint OrUInt32(ulong offset, uint bits) => throw new NotImplementedException();

    /// <summary>Copies bytes out once. The range must lie inside, else <see cref="ArgumentOutOfRangeException"/> with the numbers.</summary>
    public void CopyOut(ulong offset, Span<byte> destination) => throw new NotImplementedException();

    /// <summary>Copies bytes in, ordinary stores.</summary>
    public void CopyIn(ulong offset, ReadOnlySpan<byte> source) => throw new NotImplementedException();

    /// <summary>Sets bytes to zero.</summary>
    public void Clear(ulong offset, ulong count) => throw new NotImplementedException();

    /// <summary>Unmaps and closes.</summary>
    public void Dispose() => throw new NotImplementedException();
}
