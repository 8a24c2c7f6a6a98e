using Oriel.Memory.Linux;
using Oriel.Memory.Linux.Devices;
using Oriel.Memory.Windows.Ivshmem;

namespace Oriel.Memory;

/// <content>Devices.</content>
public sealed unsafe partial class Region
{
    /// <summary>
    /// Opens a KVMFR character device (<c>/dev/kvmfrN</c>). Throws <see cref="OrielException"/>, also when the name is an ordinary file: QEMU
    /// creates one when the kernel module was not loaded at its start.
    /// </summary>
    public static Region OpenKvmfr(string path, RegionAccess access)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new Region(RegionSystem.Current.OpenKvmfr(path, access));
    }

    /// <summary>Opens BAR 2 of the n-th ivshmem device (1af4:1110, PCI slot order), inside a Linux guest.</summary>
    public static Region OpenPciBar(int index, RegionAccess access)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new Region(RegionSystem.Current.OpenPciBar(index, access));
    }

    /// <summary>
    /// Opens the n-th ivshmem device (PCI slot order) inside a Windows guest, through the IVSHMEM driver of virtio-win. The driver gives the memory to one program at a
    /// time, and takes it back when the program ends, however it ends. It always maps for reading and writing; a read-only region does not write by its own rules.
    /// </summary>
    public static Region OpenIvshmem(int index, IvshmemCacheMode mode, RegionAccess access)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new Region(RegionSystem.Current.OpenIvshmem(index, mode, access));
    }

    /// <summary>The doorbells of the device behind this region; null where there is no such device.</summary>
    public IvshmemDoorbell? Doorbell => _memory.Doorbell;

    /// <summary>Why a device with doorbells has none for us, for reports: mostly a missing right. Null when nothing is wrong.</summary>
    public string? DoorbellProblem => _memory.DoorbellProblem;

    /// <summary>Opens a KVMFR device whose requests a test answers.</summary>
    internal static Region OpenKvmfr(string path, RegionAccess access, IKvmfrRequests requests) => new(LinuxRegions.OpenKvmfr(path, access, requests));

    /// <summary>Opens the BAR of a device found in a test's sysfs.</summary>
    internal static Region OpenPciBar(int index, RegionAccess access, string sysfs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new Region(LinuxRegions.OpenPciBar(index, access, sysfs));
    }

    /// <summary>Opens a device of a machine that a test makes up.</summary>
    internal static Region OpenIvshmem(IIvshmemDriverPort port, int index, IvshmemCacheMode mode, RegionAccess access)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new Region(DriverMapping.Open(port, index, mode, access));
    }
}
