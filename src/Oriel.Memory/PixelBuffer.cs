using System.Runtime.InteropServices;

namespace Oriel.Memory;

/// <summary>
/// A bounds-checked piece of private native memory that pixels are copied to or from: an aligned allocation, a mapped GL
/// buffer, or an X11 shared-memory segment. Only this room and the interop rooms see its address.
/// Not thread-safe by itself; whoever was lent the buffer owns its content.
/// </summary>
public sealed unsafe class PixelBuffer : IDisposable
{
    private byte* _address;
    private Action? _release;

    private PixelBuffer(byte* address, nuint length, Action? release)
    {
        _address = address;
        Length = length;
        _release = release;
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
        // SAFETY: the allocation is freed once, when the last owner disposes; the closure holds only the address.
        return new PixelBuffer(p, bytes, () => NativeMemory.AlignedFree(p));
    }

    /// <summary>Wraps memory that an interop room mapped. The caller keeps it valid until <paramref name="release"/> ran.</summary>
    /// <param name="address">First byte, not zero.</param>
    /// <param name="length">Usable bytes.</param>
    /// <param name="release">Called once by <see cref="Dispose"/>; null when the mapping is owned elsewhere.</param>
    public static PixelBuffer FromNative(nint address, nuint length, Action? release)
    {
        ArgumentOutOfRangeException.ThrowIfZero(address);
        return new PixelBuffer((byte*)address, length, release);
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

    /// <inheritdoc/>
    public void Dispose()
    {
        _address = null;
        Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
