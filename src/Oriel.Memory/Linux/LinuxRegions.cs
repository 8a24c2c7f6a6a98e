using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Devices;
using Oriel.Memory.Linux.Doorbell;
using Oriel.Memory.Linux.Native;
using Oriel.Memory.Windows.Ivshmem;

namespace Oriel.Memory.Linux;

/// <summary>Regions of Linux: files on tmpfs, memory files, the KVMFR device, and the memory BAR of an ivshmem device in a guest.</summary>
internal sealed unsafe class LinuxRegions : RegionSystem
{
    /// <inheritdoc/>
    public override MappedMemory OpenFile(string path, RegionAccess access)
    {
        var handle = RegionOpening.Open(path, access);
        try
        {
            var backing = RegionOpening.Stat(handle, path);
            RegionOpening.RequireRegularFile(path, backing);
            RegionOpening.RequireSize(path, backing.SizeBytes);
            return RegionOpening.IsKvmfrDevicePath(path)
                ? throw RegionOpening.DeviceIsFile(path, backing.SizeBytes)
                : DescriptorMapping.Map(handle, RegionKind.File, path, access, backing, backing.SizeBytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override MappedMemory Open(string source, RegionAccess access)
    {
        if (source.StartsWith("pci:", StringComparison.Ordinal))
        {
            return int.TryParse(source.AsSpan(4), NumberStyles.None, null, out var index)
                ? OpenPciBar(index, access)
                : throw new OrielException(
                    MemoryErrors.Missing,
                    $"\"{source}\" does not name an ivshmem device",
                    "pci:N with N counting from 0 in slot order, for example pci:0",
                    "list the devices with: lspci -d 1af4:1110");
        }

        if (source.StartsWith(IvshmemSource.Prefix, StringComparison.Ordinal))
        {
            var (index, mode) = IvshmemSource.Parse(source);
            return OpenIvshmem(index, mode, access);
        }

        if (source.StartsWith(DoorbellSource.Prefix, StringComparison.Ordinal))
        {
            return ServedMemory.Open(DoorbellSource.PathOf(source), source, access);
        }

        var path = RegionOpening.IsKvmfrName(source) ? "/dev/" + source : source;
        var type = FileStat.TryOfPath(path, followLinks: false, out var backing, out _) ? backing.Type : RegionBackingType.RegularFile;
        if (type == RegionBackingType.Socket)
        {
            return ServedMemory.Open(path, source, access);
        }

        var isDevice = type == RegionBackingType.CharacterDevice;
        return isDevice || RegionOpening.IsKvmfrDevicePath(path) ? OpenKvmfr(path, access) : OpenFile(path, access);
    }

    /// <inheritdoc/>
    public override MappedMemory CreateFile(string path, ulong size, UnixFileMode mode)
    {
        RegionOpening.RequireSize(path, size);
        var handle = RegionOpening.OpenOrCreate(path, size, mode);
        try
        {
            var backing = RegionOpening.Stat(handle, path);
            return DescriptorMapping.Map(handle, RegionKind.File, path, RegionAccess.ReadWrite, backing, size);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override MappedMemory CreateAnonymous(string name, ulong size)
    {
        RegionOpening.RequireSize(name, size);
        using var nativeName = new NativeString(name);
        var descriptor = Libc.memfd_create(nativeName.Address, Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING);
        if (descriptor < 0)
        {
            throw RegionOpening.CreateFailed(name, "memfd_create", Marshal.GetLastPInvokeError());
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            RegionOpening.Resize(handle, name, size);
            if (Libc.fcntl(descriptor, Libc.F_ADD_SEALS, Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL) != 0)
            {
                throw RegionOpening.CreateFailed(name, "sealing", Marshal.GetLastPInvokeError());
            }

            var backing = RegionOpening.Stat(handle, name);
            return DescriptorMapping.Map(handle, RegionKind.Memfd, name, RegionAccess.ReadWrite, backing, size);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override MappedMemory OpenKvmfr(string path, RegionAccess access) => OpenKvmfr(path, access, KvmfrIoctl.Instance);

    /// <inheritdoc/>
    public override MappedMemory OpenPciBar(int index, RegionAccess access) => OpenPciBar(index, access, "/sys");

    /// <inheritdoc/>
    public override MappedMemory OpenIvshmem(int index, IvshmemCacheMode mode, RegionAccess access) => throw new OrielException(
        MemoryErrors.Missing,
        $"ivshmem:{index} is a device of the Windows driver",
        "pci:N in a Linux guest, or a file or kvmfrN on the host",
        "name the device pci:0");

    /// <summary>Opens a KVMFR device whose requests somebody else answers.</summary>
    internal static MappedMemory OpenKvmfr(string path, RegionAccess access, IKvmfrRequests requests)
    {
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
            return DescriptorMapping.Map(handle, RegionKind.KvmfrDevice, path, access, backing, bytes, dmaBuffers: new KvmfrDmaBuffers(requests, handle, path));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Opens the BAR of a device found in a given sysfs.</summary>
    internal static MappedMemory OpenPciBar(int index, RegionAccess access, string sysfs)
    {
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
            var mapping = DescriptorMapping.Map(handle, RegionKind.PciBar, path, access, backing, backing.SizeBytes, isWriteCombined);
            if (access == RegionAccess.ReadWrite)
            {
                // Ringing is writing. Without doorbells everything else still works.
                mapping.PciDoorbell = PciDoorbell.TryOpen(device, out var problem);
                mapping.PciDoorbellProblem = problem;
            }

            return mapping;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
