using Oriel.Memory.Linux;
using Oriel.Memory.Windows;

namespace Oriel.Memory;

/// <summary>The one place where a system is chosen: everything behind it is written for one system, everything before it for both.</summary>
internal abstract class RegionSystem
{
    /// <summary>The system this process runs on.</summary>
    public static RegionSystem Current { get; } = OperatingSystem.IsWindows() ? new WindowsRegions() : new LinuxRegions();

    /// <summary>See <see cref="Region.OpenFile"/>.</summary>
    public abstract MappedMemory OpenFile(string path, RegionAccess access);

    /// <summary>See <see cref="Region.Open"/>.</summary>
    public abstract MappedMemory Open(string source, RegionAccess access);

    /// <summary>See <see cref="Region.CreateFile"/>.</summary>
    public abstract MappedMemory CreateFile(string path, ulong size, UnixFileMode mode);

    /// <summary>See <see cref="Region.CreateMemfd"/>.</summary>
    public abstract MappedMemory CreateAnonymous(string name, ulong size);

    /// <summary>See <see cref="Region.OpenKvmfr(string, RegionAccess)"/>.</summary>
    public abstract MappedMemory OpenKvmfr(string path, RegionAccess access);

    /// <summary>See <see cref="Region.OpenPciBar(int, RegionAccess)"/>.</summary>
    public abstract MappedMemory OpenPciBar(int index, RegionAccess access);

    /// <summary>See <see cref="Region.OpenIvshmem(int, IvshmemCacheMode, RegionAccess)"/>.</summary>
    public abstract MappedMemory OpenIvshmem(int index, IvshmemCacheMode mode, RegionAccess access);
}
