using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Devices;

namespace Oriel.Memory;

/// <content>Devices.</content>
public sealed unsafe partial class Region
{
    private IKvmfrRequests? _kvmfr;

    /// <summary>
    /// Opens a KVMFR character device (<c>/dev/kvmfrN</c>). Throws <see cref="OrielException"/>, also when the name is an ordinary file: QEMU
    /// creates one when the kernel module was not loaded at its start.
    /// </summary>
    public static Region OpenKvmfr(string path, RegionAccess access) => OpenKvmfr(path, access, KvmfrIoctl.Instance);

    /// <summary>Opens BAR 2 of the n-th ivshmem device (1af4:1110, PCI slot order), inside a Linux guest.</summary>
    public static Region OpenPciBar(int index, RegionAccess access) => OpenPciBar(index, access, "/sys");

    /// <summary>
    /// Makes a DMA buffer of a part of a KVMFR device, for import by a GPU driver (kvmfr.md section 10). The frame must be complete before it is used: there is no fence.
    /// </summary>
    /// <param name="offset">Start, on a page border.</param>
    /// <param name="size">Length, a multiple of the page size; round rows * pitch up and check the end of the region.</param>
    /// <returns>A descriptor of the buffer, owned by the caller.</returns>
    public SafeFileHandle CreateDmaBuffer(ulong offset, ulong size)
    {
        if (_kvmfr is null)
        {
            throw new InvalidOperationException($"{Name} is not a KVMFR device");
        }

        var page = (ulong)Environment.SystemPageSize;
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset % page, 0UL, nameof(offset));
        ArgumentOutOfRangeException.ThrowIfNotEqual(size % page, 0UL, nameof(size));
        ArgumentOutOfRangeException.ThrowIfZero(size);
        _ = ReadableRange(offset, size);
        var descriptor = _kvmfr.CreateDmaBuffer(_handle, offset, size, out var error);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new OrielException(
                MemoryErrors.KvmfrRequestFailed,
                $"{Name}: a DMA buffer of {size} bytes at {offset} was refused: {RegionOpening.Describe(error)}",
                "a DMA buffer descriptor",
                "Oriel copies frames instead; check dmesg and the module's version");
    }

    internal static Region OpenKvmfr(string path, RegionAccess access, IKvmfrRequests requests)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var handle = RegionOpening.Open(path, access, RegionKind.KvmfrDevice);
        try
        {
            var backing = RegionOpening.Stat(handle, path);
            if (backing.Type == RegionBackingType.RegularFile)
            {
                throw RegionOpening.DeviceIsFile(path, backing.SizeBytes);
            }

            if (backing.Type != RegionBackingType.CharacterDevice)
            {
                throw RegionOpening.WrongType(path, backing.Type);
            }

            if (!requests.TryGetSize(handle, out var bytes, out var error))
            {
                throw new OrielException(
                    MemoryErrors.KvmfrRequestFailed,
                    $"{path} did not tell its size: {RegionOpening.Describe(error)}",
                    "a device of the kvmfr kernel module",
                    "name a /dev/kvmfrN device; if it is one, reload the module: sudo modprobe -r kvmfr && sudo modprobe kvmfr static_size_mb=64");
            }

            RegionOpening.RequireSize(path, bytes);
            var region = Map(handle, RegionKind.KvmfrDevice, path, access, backing, bytes);
            region._kvmfr = requests;
            return region;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    internal static Region OpenPciBar(int index, RegionAccess access, string sysfs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var devices = IvshmemDevices.Find(sysfs);
        if (index >= devices.Count)
        {
            throw new OrielException(
                MemoryErrors.Missing,
                devices.Count == 0
                    ? "this machine has no ivshmem PCI device (1af4:1110)"
                    : string.Create(CultureInfo.InvariantCulture, $"ivshmem device {index} was asked for, and there are {devices.Count}: {string.Join(", ", devices.Select(Path.GetFileName))}"),
                "an ivshmem device that the host added to this virtual machine",
                "add <shmem name='oriel'><model type='ivshmem-plain'/><size unit='M'>64</size></shmem> to the virtual machine on the host, or choose another index; lspci -d 1af4:1110 lists them");
        }

        var device = devices[index];
        IvshmemDevices.Enable(device);
        var (path, isWriteCombined) = IvshmemDevices.MemoryFile(device);
        var handle = RegionOpening.Open(path, access, RegionKind.PciBar);
        try
        {
            var backing = RegionOpening.Stat(handle, path);
            RegionOpening.RequireRegularFile(path, backing);
            RegionOpening.RequireSize(path, backing.SizeBytes);
            var region = Map(handle, RegionKind.PciBar, path, access, backing, backing.SizeBytes);
            region._isWeaklyOrdered = isWriteCombined;
            return region;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
