using Oriel.Memory.Windows.Native;

namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>The memory of a device, mapped into this process by the driver.</summary>
internal sealed unsafe class DriverMapping : MappedMemory
{
    private readonly DriverDevice _device;
    private readonly DriverDoorbell _doorbell;
    private volatile bool _isLost;

    private DriverMapping(DriverDevice device, in IVSHMEM_MMAP map, bool isWritable)
        : base((byte*)map.ptr, map.size, RegionKind.IvshmemDevice, device.Name, isWritable, BackingOf(device.Found.Slot, map.size))
    {
        _device = device;
        _doorbell = new DriverDoorbell(device, map.peerID, map.vectors);
    }

    /// <inheritdoc/>
    public override bool IsFaulted => _isLost;

    /// <inheritdoc/>
    public override IvshmemDoorbell? Doorbell => _doorbell;

    /// <summary>Opens and maps the n-th device in slot order.</summary>
    public static DriverMapping Open(IIvshmemDriverPort port, int index, IvshmemCacheMode mode, RegionAccess access)
    {
        var interfaces = DriverDevices.InSlotOrder(port);
        if (index >= interfaces.Length)
        {
            throw DriverDevices.NotThere(port, index, interfaces);
        }

        var device = DriverDevice.Open(port, interfaces[index], $"ivshmem:{index}");
        try
        {
            var bytes = device.RequestSize();
            RequireUsable(device.Name, bytes);
            var map = device.RequestMapping(mode);
            try
            {
                RequireSense(device.Name, bytes, map);
                return new DriverMapping(device, map, access == RegionAccess.ReadWrite) { IsWeaklyOrdered = mode == IvshmemCacheMode.WriteCombined };
            }
            catch
            {
                device.ReleaseMapping();
                throw;
            }
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override bool HasBackingChanged()
    {
        if (_device.TryRequestSize(out var bytes, out var error))
        {
            return bytes != LengthBytes;
        }

        // Once gone, always gone: the handle belongs to the device that was removed.
        _isLost |= DriverProblems.IsGone(error);
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _device.ReleaseMapping();
        _device.Dispose();
    }

    private static void RequireUsable(string name, ulong bytes)
    {
        FileProblems.RequireSize(name, bytes);
        if (bytes % (ulong)Environment.SystemPageSize != 0)
        {
            throw DriverProblems.Nonsense(name, $"it says that it has {bytes} bytes");
        }
    }

    private static void RequireSense(string name, ulong bytes, in IVSHMEM_MMAP map)
    {
        if (map.size != bytes)
        {
            throw new OrielException(
                MemoryErrors.Unstable,
                $"{name} had {bytes} bytes before it was mapped and {map.size} after",
                "a device that keeps its size while it is opened",
                "try again; if it stays so, restart the guest");
        }

        if (map.ptr == 0 || (nuint)map.ptr % (nuint)Environment.SystemPageSize != 0)
        {
            throw DriverProblems.Nonsense(name, $"{bytes} bytes were mapped at address {(nuint)map.ptr:x}");
        }
    }

    private static RegionBacking BackingOf(PciSlot slot, ulong bytes) => new(slot.Bus, slot.Address, bytes, RegionBackingType.CharacterDevice, 0, 0, UnixFileMode.None);
}
