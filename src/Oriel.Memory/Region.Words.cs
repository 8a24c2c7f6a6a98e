using System.Runtime.CompilerServices;

namespace Oriel.Memory;

/// <content>
/// Atomic words. .NET's volatile and interlocked operations on an aligned address are single atomic accesses of that size. In write-combined memory plain loads and
/// stores are not ordered among each other, so there they get fences; interlocked operations are fences themselves.
/// </content>
public sealed unsafe partial class Region
{
    /// <summary>Acquire-loads an aligned 32-bit word.</summary>
    public uint ReadUInt32(ulong offset)
    {
        var value = Volatile.Read(ref ReadableWord<uint>(offset));
        FenceIfWeaklyOrdered();
        return value;
    }

    /// <summary>Acquire-loads an aligned 64-bit word.</summary>
    public ulong ReadUInt64(ulong offset)
    {
        var value = Volatile.Read(ref ReadableWord<ulong>(offset));
        FenceIfWeaklyOrdered();
        return value;
    }

    /// <summary>Release-stores an aligned 32-bit word.</summary>
    public void WriteUInt32(ulong offset, uint value)
    {
        FenceIfWeaklyOrdered();
        Volatile.Write(ref WritableWord<uint>(offset), value);
        FenceIfWeaklyOrdered();
    }

    /// <summary>Release-stores an aligned 64-bit word.</summary>
    public void WriteUInt64(ulong offset, ulong value)
    {
        FenceIfWeaklyOrdered();
        Volatile.Write(ref WritableWord<ulong>(offset), value);
        FenceIfWeaklyOrdered();
    }

    /// <summary>Atomic compare-and-swap; returns the value seen before.</summary>
    public uint CompareExchangeUInt32(ulong offset, uint value, uint comparand) =>
        Interlocked.CompareExchange(ref WritableWord<uint>(offset), value, comparand);

    /// <summary>Atomic compare-and-swap; returns the value seen before.</summary>
    public ulong CompareExchangeUInt64(ulong offset, ulong value, ulong comparand) =>
        Interlocked.CompareExchange(ref WritableWord<ulong>(offset), value, comparand);

    /// <summary>Atomic swap; returns the value seen before.</summary>
    public uint ExchangeUInt32(ulong offset, uint value) => Interlocked.Exchange(ref WritableWord<uint>(offset), value);

    /// <summary>Atomic add (wrapping); returns the value seen before.</summary>
    public uint AddUInt32(ulong offset, uint addend) => unchecked(Interlocked.Add(ref WritableWord<uint>(offset), addend) - addend);

    /// <summary>Atomic and; returns the value seen before.</summary>
    public uint AndUInt32(ulong offset, uint mask) => Interlocked.And(ref WritableWord<uint>(offset), mask);

    /// <summary>Atomic or; returns the value seen before.</summary>
    public uint OrUInt32(ulong offset, uint bits) => Interlocked.Or(ref WritableWord<uint>(offset), bits);

    // The fence after a store also empties the write-combining buffer, so that the other side sees the word now.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FenceIfWeaklyOrdered()
    {
        if (_isWeaklyOrdered)
        {
            Interlocked.MemoryBarrier();
        }
    }

    // SAFETY (both): the range was checked, the mapping outlives the call (Dispose must not race), and the reference is used for one access only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T ReadableWord<T>(ulong offset)
        where T : unmanaged
    {
        ThrowIfUnaligned<T>(offset);
        return ref *(T*)ReadableRange(offset, (ulong)sizeof(T));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T WritableWord<T>(ulong offset)
        where T : unmanaged
    {
        ThrowIfUnaligned<T>(offset);
        return ref *(T*)WritableRange(offset, (ulong)sizeof(T));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ThrowIfUnaligned<T>(ulong offset)
        where T : unmanaged
    {
        // The mapping starts on a page, so an aligned offset is an aligned address. An unaligned word would not be atomic.
        if ((offset & ((ulong)sizeof(T) - 1)) != 0)
        {
            Throw(offset, sizeof(T));
        }

        static void Throw(ulong offset, int size) =>
            throw new ArgumentOutOfRangeException(nameof(offset), $"offset {offset} is not a multiple of {size}");
    }
}
