using Oriel.Memory.Windows.Ivshmem;

namespace Oriel.Memory.Windows;

/// <summary>Regions of Windows: the devices of the IVSHMEM driver, files, and sections of the page file.</summary>
internal sealed class WindowsRegions : RegionSystem
{
    /// <inheritdoc/>
    public override MappedMemory OpenFile(string path, RegionAccess access)
    {
        var handle = WindowsFiles.Open(path, access);
        try
        {
            var backing = WindowsFiles.Look(handle, path);
            FileProblems.RequireRegularFile(path, backing);
            FileProblems.RequireSize(path, backing.SizeBytes);
            return SectionView.Map(handle, path, access, backing, backing.SizeBytes);
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
        if (!source.StartsWith(IvshmemSource.Prefix, StringComparison.Ordinal))
        {
            return OpenFile(source, access);
        }

        var (index, mode) = IvshmemSource.Parse(source);
        return OpenIvshmem(index, mode, access);
    }

    /// <inheritdoc/>
    public override MappedMemory OpenIvshmem(int index, IvshmemCacheMode mode, RegionAccess access) => DriverMapping.Open(WindowsDriverPort.Instance, index, mode, access);

    /// <inheritdoc/>
    public override MappedMemory CreateFile(string path, ulong size, UnixFileMode mode)
    {
        FileProblems.RequireSize(path, size);
        var handle = WindowsFiles.OpenOrCreate(path, size);
        try
        {
            return SectionView.Map(handle, path, RegionAccess.ReadWrite, WindowsFiles.Look(handle, path), size);
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
        FileProblems.RequireSize(name, size);
        return SectionView.Map(null, name, RegionAccess.ReadWrite, default, size);
    }

    /// <inheritdoc/>
    public override MappedMemory OpenKvmfr(string path, RegionAccess access) => throw OfLinux(path);

    /// <inheritdoc/>
    public override MappedMemory OpenPciBar(int index, RegionAccess access) => throw OfLinux($"pci:{index}");

    private static OrielException OfLinux(string name) => new(
        MemoryErrors.Missing,
        $"{name} is a device of Linux",
        "ivshmem:N with N counting from 0 in slot order, or a file",
        "name the device ivshmem:0");
}
