using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory;

/// <summary>
/// What a <see cref="Region"/> owns: memory mapped by one of the systems, and how to tell whether it still is what it was. <see cref="Region"/> keeps the address
/// and the limits itself, so that nothing here is on the way of an access.
/// </summary>
internal abstract unsafe class MappedMemory : IDisposable
{
    protected MappedMemory(byte* address, ulong lengthBytes, RegionKind kind, string name, bool isWritable, in RegionBacking backing)
    {
        Address = address;
        LengthBytes = lengthBytes;
        Kind = kind;
        Name = name;
        IsWritable = isWritable;
        Backing = backing;
    }

    /// <summary>First byte, on a page border. Valid until <see cref="Dispose"/>.</summary>
    public byte* Address { get; }

    public ulong LengthBytes { get; }

    public RegionKind Kind { get; }

    public string Name { get; }

    public bool IsWritable { get; }

    public RegionBacking Backing { get; }

    /// <summary>True for write-combined memory: plain accesses are not ordered among each other.</summary>
    public bool IsWeaklyOrdered { get; init; }

    /// <summary>True once accesses no longer reach the other side. Stays readable after <see cref="Dispose"/>.</summary>
    public abstract bool IsFaulted { get; }

    /// <summary>The open descriptor, where there is one. Owned by this object.</summary>
    public virtual SafeFileHandle? Handle => null;

    /// <summary>Makes DMA buffers of parts of the memory, where the device can.</summary>
    public virtual IDmaBufferMaker? DmaBuffers => null;

    /// <summary>The doorbells of the device behind the memory, where it has any.</summary>
    public virtual IvshmemDoorbell? Doorbell => null;

    /// <summary>Why doorbells that should be there cannot be rung; null when nothing is wrong.</summary>
    public virtual string? DoorbellProblem => null;

    /// <summary>See <see cref="Region.BackingChanged"/>.</summary>
    public abstract bool HasBackingChanged();

    /// <summary>Unmaps and closes. Called once.</summary>
    public abstract void Dispose();
}
