using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory;

/// <summary>
/// A mapping of memory that another, untrusted party can change at any moment. Offsets are bytes from its start. Every
/// access is bounds-checked against <see cref="Length"/>, every word access is one aligned atomic access, and bytes leave it only
/// by being copied once into private memory. No pointer or span into it ever leaves this room.
/// Word and copy operations are thread-safe; <see cref="Dispose"/> must not race them.
/// </summary>
public sealed unsafe partial class Region : IDisposable
{
    private readonly byte* _address;
    private readonly MappedMemory _memory;
    private readonly bool _isWeaklyOrdered;
    private ulong _accessibleBytes;
    private ulong _writableBytes;

    /// <summary>Takes mapped memory over.</summary>
    internal Region(MappedMemory memory)
    {
        _memory = memory;
        _address = memory.Address;
        _isWeaklyOrdered = memory.IsWeaklyOrdered;
        Name = memory.Name;
        Kind = memory.Kind;
        IsWritable = memory.IsWritable;
        Length = memory.LengthBytes;
        Backing = memory.Backing;
        _accessibleBytes = memory.LengthBytes;
        _writableBytes = memory.IsWritable ? memory.LengthBytes : 0;
    }

    /// <summary>Path or name it was opened by, for messages.</summary>
    public string Name { get; }

    /// <summary>What backs it.</summary>
    public RegionKind Kind { get; }

    /// <summary>Mapped bytes.</summary>
    public ulong Length { get; }

    /// <summary>False when mapped read-only; writing then throws <see cref="InvalidOperationException"/>.</summary>
    public bool IsWritable { get; }

    /// <summary>The file or device as it was when it was mapped: identity, owner and mode.</summary>
    public RegionBacking Backing { get; }

    /// <summary>
    /// True once the backing store shrank under the mapping, or its device is gone. Accesses then no longer reach the other side: reads give
    /// zeros, writes go nowhere. Close the region and open it again.
    /// </summary>
    public bool IsFaulted => _memory.IsFaulted;

    /// <summary>The open descriptor, for handing the same memory to another program (the ivshmem server). Owned by the region. Linux only.</summary>
    internal SafeFileHandle Handle => _memory.Handle ?? throw new InvalidOperationException($"{Name} has no descriptor");

    /// <summary>True when the file behind the name is no longer this one or has another size (recreated, resized, deleted).
    /// One or a few system calls: for the liveness check, not the frame path.</summary>
    public bool BackingChanged() => _memory.HasBackingChanged();

    /// <summary>Unmaps and closes.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _accessibleBytes, 0) == 0)
        {
            return;
        }

        _writableBytes = 0;
        _memory.Dispose();
    }

    /// <summary>Address of a range that may be read, for the kernels in this room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* ReadableRange(ulong offset, ulong count)
    {
        if (offset > _accessibleBytes || count > _accessibleBytes - offset)
        {
            ThrowOutside(offset, count);
        }

        return _address + offset;
    }

    /// <summary>Address of a range that may be written, for the kernels in this room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* WritableRange(ulong offset, ulong count)
    {
        if (offset > _writableBytes || count > _writableBytes - offset)
        {
            ThrowNotWritable(offset, count);
        }

        return _address + offset;
    }

    private void ThrowOutside(ulong offset, ulong count)
    {
        ObjectDisposedException.ThrowIf(_accessibleBytes == 0, this);
        throw new ArgumentOutOfRangeException(nameof(offset), $"range {offset}+{count} is outside {Name}, which has {Length} bytes");
    }

    private void ThrowNotWritable(ulong offset, ulong count)
    {
        ObjectDisposedException.ThrowIf(_accessibleBytes == 0, this);
        if (!IsWritable)
        {
            throw new InvalidOperationException($"{Name} is mapped read-only");
        }

        ThrowOutside(offset, count);
    }
}
