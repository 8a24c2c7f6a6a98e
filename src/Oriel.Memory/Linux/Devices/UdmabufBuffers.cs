using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory.Linux.Devices;

/// <summary>DMA buffers of one memory file. The device is opened for each request: they are few, and a permission that was given meanwhile counts.</summary>
internal sealed class UdmabufBuffers : IDmaBufferMaker
{
    private readonly IUdmabufRequests _requests;
    private readonly SafeFileHandle _memory;
    private readonly string _name;

    private UdmabufBuffers(IUdmabufRequests requests, SafeFileHandle memory, string name)
    {
        _requests = requests;
        _memory = memory;
        _name = name;
    }

    /// <inheritdoc/>
    public OrielException? Obstacle
    {
        get
        {
            using var device = _requests.TryOpen(out var error);
            return device is null ? NoDevice(error) : null;
        }
    }

    /// <summary>For a descriptor the kernel will take: a memory file sealed against shrinking and not against writing; null for anything else.</summary>
    public static UdmabufBuffers? TryFor(SafeFileHandle memory, string name, IUdmabufRequests requests)
    {
        using var use = new DescriptorUse(memory);
        // Not a memory file: -1. A plain file on tmpfs: only F_SEAL_SEAL.
        var seals = Libc.fcntl(use.Descriptor, Libc.F_GET_SEALS, 0);
        return seals >= 0 && (seals & (Libc.F_SEAL_SHRINK | Libc.F_SEAL_WRITE)) == Libc.F_SEAL_SHRINK ? new UdmabufBuffers(requests, memory, name) : null;
    }

    /// <inheritdoc/>
    public SafeFileHandle Create(ulong offset, ulong size)
    {
        using var device = _requests.TryOpen(out var error) ?? throw NoDevice(error);
        var descriptor = _requests.Create(device, _memory, offset, size, out error);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new OrielException(
                MemoryErrors.UdmabufRefused,
                $"{_name}: a DMA buffer of {size} bytes at {offset} was refused: {RegionOpening.Describe(error)}",
                "a DMA buffer descriptor",
                "Oriel copies frames instead; the limit is in /sys/module/udmabuf/parameters/size_limit_mb, and huge pages need Linux 6.12");
    }

    private static OrielException NoDevice(int error) => new(
        MemoryErrors.NoUdmabuf,
        $"{UdmabufIoctl.Device}: {RegionOpening.Describe(error)}",
        $"{UdmabufIoctl.Device}, open to this user",
        error == Libc.EACCES ? "Oriel copies frames instead; to change that add this user to the device's group (kvm on most systems)" : "Oriel copies frames instead; to change that: sudo modprobe udmabuf");
}
