namespace Oriel.Memory.Linux.Devices;

/// <summary>Finds the ivshmem PCI functions of a Linux guest in sysfs. No driver is needed: the memory BAR is a file there.</summary>
internal static class IvshmemDevices
{
    /// <summary>Folders of all ivshmem functions, in the order of their PCI addresses.</summary>
    public static IReadOnlyList<string> Find(string sysfs)
    {
        var folder = Path.Combine(sysfs, "bus/pci/devices");
        if (!Directory.Exists(folder))
        {
            return [];
        }

        // Names are hexadecimal with fixed widths, except that domains beyond ffff have more digits: shorter first, then by text.
        return [.. Directory.EnumerateFileSystemEntries(folder)
            .Where(d => Is(d, "vendor", "0x1af4") && Is(d, "device", "0x1110"))
            .OrderBy(d => d.Length)
            .ThenBy(d => d, StringComparer.Ordinal)];
    }

    /// <summary>Switches the function's memory on; nothing drives it, so the kernel left it off.</summary>
    public static void Enable(string device)
    {
        var file = Path.Combine(device, "enable");
        try
        {
            if (File.ReadAllText(file).Trim() is "0" or "")
            {
                File.WriteAllText(file, "1");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(
                e is UnauthorizedAccessException ? MemoryErrors.PermissionDenied : MemoryErrors.PciEnableFailed,
                $"{file}: {e.Message}",
                "permission to write 1 to it",
                Remedies.PciRule,
                e);
        }
    }

    /// <summary>
    /// The file to map. The write-combining one where there is one (the BAR is prefetchable): through the other, an uncached mapping unless the hypervisor overrides it, a
    /// 4K frame takes tens of milliseconds. Write-combined memory is weakly ordered, so the region then fences its words.
    /// </summary>
    public static (string Path, bool IsWriteCombined) MemoryFile(string device)
    {
        var combined = Path.Combine(device, "resource2_wc");
        return File.Exists(combined) ? (combined, true) : (Path.Combine(device, "resource2"), false);
    }

    private static bool Is(string device, string attribute, string value)
    {
        try
        {
            return File.ReadAllText(Path.Combine(device, attribute)).Trim() == value;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Unplugged while we looked.
            return false;
        }
    }
}
