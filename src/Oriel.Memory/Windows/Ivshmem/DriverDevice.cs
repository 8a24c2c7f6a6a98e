using System.Runtime.InteropServices;
using Oriel.Memory.Windows.Native;

namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>
/// An open device of the IVSHMEM driver: its requests, with every failure turned into words. Closing the handle makes the driver undo what belongs to it, the mapping
/// included; Windows closes the handles of a process that crashes.
/// </summary>
internal sealed class DriverDevice : IDisposable
{
    private readonly IIvshmemDriverPort _port;
    private readonly SafeHandle _handle;

    private DriverDevice(IIvshmemDriverPort port, SafeHandle handle, FoundInterface found, string name)
    {
        _port = port;
        _handle = handle;
        Found = found;
        Name = name;
    }

    public FoundInterface Found { get; }

    public string Name { get; }

    public static DriverDevice Open(IIvshmemDriverPort port, FoundInterface found, string name)
    {
        var handle = port.Open(found.Path, out var error);
        return handle is not null ? new DriverDevice(port, handle, found, name) : throw DriverProblems.OpenFailed($"{name} ({found.Slot})", error);
    }

    /// <summary>Size of the shared memory as the driver knows it; not checked.</summary>
    public ulong RequestSize() => TryRequestSize(out var bytes, out var error) ? bytes : throw DriverProblems.RequestFailed(Name, "to tell its size", error);

    public bool TryRequestSize(out ulong bytes, out int error)
    {
        ulong size = 0;
        var done = TryAsk(IvshmemPublic.IOCTL_IVSHMEM_REQUEST_SIZE, [], MemoryMarshal.AsBytes(new Span<ulong>(ref size)), out error);
        bytes = size;
        return done;
    }

    /// <summary>Maps the memory into this process. One mapping exists at a time, whoever made it.</summary>
    public IVSHMEM_MMAP RequestMapping(IvshmemCacheMode mode)
    {
        var config = new IVSHMEM_MMAP_CONFIG
        {
            cacheMode = mode switch
            {
                IvshmemCacheMode.Cached => IvshmemPublic.IVSHMEM_CACHE_CACHED,
                IvshmemCacheMode.NonCached => IvshmemPublic.IVSHMEM_CACHE_NONCACHED,
                _ => IvshmemPublic.IVSHMEM_CACHE_WRITECOMBINED,
            },
        };
        IVSHMEM_MMAP map = default;
        var output = MemoryMarshal.AsBytes(new Span<IVSHMEM_MMAP>(ref map));
        if (!TryAsk(IvshmemPublic.IOCTL_IVSHMEM_REQUEST_MMAP, MemoryMarshal.AsBytes(new ReadOnlySpan<IVSHMEM_MMAP_CONFIG>(in config)), output, out var error)
            && !(DriverProblems.IsUnknownInput(error) && TryAsk(IvshmemPublic.IOCTL_IVSHMEM_REQUEST_MMAP, [], output, out error)))
        {
            // The second attempt is for the first version of the header, in which this request has no input.
            throw DriverProblems.MapFailed(Name, error);
        }

        return map;
    }

    /// <summary>Removes the mapping; a driver that refuses removes it when the handle closes.</summary>
    public void ReleaseMapping() => _ = TryAsk(IvshmemPublic.IOCTL_IVSHMEM_RELEASE_MMAP, [], [], out _);

    public bool TryRing(ushort peer, ushort vector)
    {
        var ring = new IVSHMEM_RING { peerID = peer, vector = vector };
        return TryAsk(IvshmemPublic.IOCTL_IVSHMEM_RING_DOORBELL, MemoryMarshal.AsBytes(new ReadOnlySpan<IVSHMEM_RING>(in ring)), [], out _);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>A request whose answer has exactly the size of the buffer: a shorter one would be read as numbers that nobody wrote.</summary>
    private bool TryAsk(uint code, ReadOnlySpan<byte> input, Span<byte> output, out int error)
    {
        if (!_port.TryControl(_handle, code, input, output, out var returned, out error))
        {
            return false;
        }

        error = returned == output.Length ? 0 : Kernel32.ERROR_BAD_LENGTH;
        return error == 0;
    }
}
