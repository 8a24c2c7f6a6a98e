using System.Runtime.InteropServices;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory;

/// <summary>
/// A bounds-checked piece of private native memory that pixels are copied to or from: an aligned allocation, a mapped GL
/// buffer, or an X11 shared-memory segment. Only this room and the interop rooms see its address.
/// Not thread-safe by itself; whoever was lent the buffer owns its content.
/// </summary>
public sealed unsafe class PixelBuffer : IDisposable
{
    private const nuint PageBytes = 4096;
    private readonly bool _isOwn;
    private byte* _address;
    private Action? _release;

    private PixelBuffer(byte* address, nuint length, Action? release, bool isOwn)
    {
        _address = address;
        Length = length;
        _release = release;
        _isOwn = isOwn;
    }

    /// <summary>Usable bytes.</summary>
    public nuint Length { get; }

    /// <summary>True after <see cref="Dispose"/>: every access then throws.</summary>
    public bool IsDisposed => _address == null;

    /// <summary>First byte. For the kernels and interop rooms only.</summary>
    internal byte* Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(_address == null, this);
            return _address;
        }
    }

    /// <summary>Allocates zeroed private memory.</summary>
    /// <param name="bytes">Size, at least 1.</param>
    /// <param name="alignment">Power of two; 4096 by default so that non-temporal kernels never need a head loop.</param>
    public static PixelBuffer Allocate(nuint bytes, nuint alignment = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bytes);
        var p = (byte*)NativeMemory.AlignedAlloc(bytes, alignment);
        NativeMemory.Clear(p, bytes);
        PrepareDiscard();

        // SAFETY: the allocation is freed once, when the last owner disposes; the closure holds only the address.
        return new PixelBuffer(p, bytes, () => NativeMemory.AlignedFree(p), isOwn: true);
    }

    /// <summary>
    /// The same, for large buffers that may never be used: they read as zero, and where the system can do that no page of them is in memory before it is written. Aligned to 4096 bytes.
    /// </summary>
    /// <param name="bytes">Size, at least 1.</param>
    public static PixelBuffer Reserve(nuint bytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bytes);

        PrepareDiscard();

        // calloc knows which memory is fresh from the kernel, and leaves that alone.
        var all = (byte*)NativeMemory.AllocZeroed(checked(bytes + PageBytes));
        var first = (byte*)(((nuint)all + PageBytes - 1) & ~(PageBytes - 1));

        // SAFETY: the aligned part lies inside the allocation, which is freed once, when the last owner disposes.
        return new PixelBuffer(first, bytes, () => NativeMemory.Free(all), isOwn: true);
    }

    /// <summary>Wraps memory that an interop room mapped. The caller keeps it valid until <paramref name="release"/> ran.</summary>
    /// <param name="address">First byte, not zero.</param>
    /// <param name="length">Usable bytes.</param>
    /// <param name="release">Called once by <see cref="Dispose"/>; null when the mapping is owned elsewhere.</param>
    public static PixelBuffer FromNative(nint address, nuint length, Action? release)
    {
        ArgumentOutOfRangeException.ThrowIfZero(address);
        return new PixelBuffer((byte*)address, length, release, isOwn: false);
    }

    /// <summary>
    /// Gives the memory back to the system until it is next written; what was in it is lost. Allocates nothing. False where that cannot be done: memory that is not our own, and not on Linux;
    /// the content is then as it was.
    /// </summary>
    public bool TryDiscard()
    {
        var first = ((nuint)Address + PageBytes - 1) & ~(PageBytes - 1);
        var end = ((nuint)Address + Length) & ~(PageBytes - 1);

        // SAFETY: whole pages inside our own private allocation, which read as zero afterwards.
        return _isOwn && OperatingSystem.IsLinux() && end > first && Libc.madvise((void*)first, end - first, Libc.MADV_DONTNEED) == 0;
    }

    /// <summary>The bytes at an offset, for tests, checksums and small edits. Throws when the range is not inside.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Bytes.</param>
    public Span<byte> AsSpan(nuint offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (offset > Length || (nuint)count > Length - offset)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), $"range {offset}+{count} is outside a buffer of {Length} bytes");
        }

        return new Span<byte>(Address + offset, count);
    }

    /// <summary>Nothing but the look-up of the function, which allocates: now, not when pages are given back.</summary>
    private static void PrepareDiscard()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Libc.madvise(null, 0, Libc.MADV_DONTNEED);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _address = null;
        Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
