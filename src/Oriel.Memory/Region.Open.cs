using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Faults;
using Oriel.Memory.Native;

namespace Oriel.Memory;

/// <content>Opening what exists.</content>
public sealed unsafe partial class Region
{
    /// <summary>Largest region that is mapped. The protocol's offsets are 32 bits wide, and an 8K set-up needs 0.5 GiB.</summary>
    public const ulong LargestBytes = 4UL << 30;

    /// <summary>Opens an existing file. Throws <see cref="OrielException"/> (missing, permission, not a regular file, empty, too large).</summary>
    public static Region OpenFile(string path, RegionAccess access)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var handle = RegionOpening.Open(path, access);
        try
        {
            var backing = RegionOpening.Stat(handle, path);
            RegionOpening.RequireRegularFile(path, backing);
            RegionOpening.RequireSize(path, backing.SizeBytes);
            return RegionOpening.IsKvmfrDevicePath(path)
                ? throw RegionOpening.DeviceIsFile(path, backing.SizeBytes)
                : Map(handle, RegionKind.File, path, access, backing, backing.SizeBytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Opens whatever <paramref name="source"/> names: a file, a character device, <c>kvmfrN</c>, <c>pci:N</c>.</summary>
    public static Region Open(string source, RegionAccess access)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        if (source.StartsWith("pci:", StringComparison.Ordinal))
        {
            return int.TryParse(source.AsSpan(4), System.Globalization.NumberStyles.None, null, out var index)
                ? OpenPciBar(index, access)
                : throw new OrielException(
                    MemoryErrors.Missing,
                    $"\"{source}\" does not name an ivshmem device",
                    "pci:N with N counting from 0 in slot order, for example pci:0",
                    "list the devices with: lspci -d 1af4:1110");
        }

        var path = RegionOpening.IsKvmfrName(source) ? "/dev/" + source : source;
        var isDevice = RegionBacking.TryOfPath(path, followLinks: false, out var backing, out _) && backing.Type == RegionBackingType.CharacterDevice;
        return isDevice || RegionOpening.IsKvmfrDevicePath(path) ? OpenKvmfr(path, access) : OpenFile(path, access);
    }

    /// <summary>Maps an open descriptor and checks that nothing moved meanwhile. Takes the handle over.</summary>
    private static Region Map(SafeFileHandle handle, RegionKind kind, string name, RegionAccess access, in RegionBacking before, ulong bytes)
    {
        var protection = Libc.PROT_READ | (access == RegionAccess.ReadWrite ? Libc.PROT_WRITE : 0);
        byte* address;
        using (var use = new DescriptorUse(handle))
        {
            address = (byte*)Libc.mmap(null, (nuint)bytes, protection, Libc.MAP_SHARED, use.Descriptor, 0);
        }

        if ((nint)address == -1)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new OrielException(
                MemoryErrors.MapFailed,
                $"mapping {bytes} bytes of {name} failed: {RegionOpening.Describe(error)}",
                "a shared mapping of the whole file or device",
                "check the limit on address space (ulimit -v) and that the file system supports shared mappings (tmpfs does)");
        }

        FaultSlot* guard = null;
        try
        {
            // A memory file that we sealed ourselves cannot shrink; everything else is guarded before it is touched.
            guard = kind == RegionKind.Memfd ? null : FaultGuard.Register(address, (nuint)bytes, protection, name);
        }
        catch
        {
            _ = Libc.munmap(address, (nuint)bytes);
            throw;
        }

        var region = new Region(address, (nuint)bytes, handle, kind, name, access == RegionAccess.ReadWrite, before, guard);
        var after = RegionOpening.Stat(handle, name);
        if (!after.IsSameAs(before))
        {
            region.Dispose();
            throw new OrielException(
                MemoryErrors.Unstable,
                $"{name} had {before.SizeBytes} bytes before it was mapped and {after.SizeBytes} after",
                "a file that keeps its size while it is opened",
                "try again; if it stays so, find out which program resizes it: fuser -v " + name);
        }

        return region;
    }
}
