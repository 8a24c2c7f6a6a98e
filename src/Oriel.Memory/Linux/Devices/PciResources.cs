using System.Globalization;

namespace Oriel.Memory.Linux.Devices;

/// <summary>What sysfs tells about a PCI function without any right: where its BARs lie (<c>resource</c>), and its configuration space as far as we may read it (<c>config</c>).</summary>
internal static class PciResources
{
    private const int CapabilityPointer = 0x34;
    private const byte MsiXCapability = 0x11;
    private const int MostCapabilities = 48;

    /// <summary>Physical start and size of a BAR; false when the function does not have it.</summary>
    public static bool TryGetBar(string device, int bar, out ulong start, out ulong bytes)
    {
        start = bytes = 0;
        var fields = ReadLine(Path.Combine(device, "resource"), bar)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (fields.Length < 3 || !TryParse(fields[0], out start) || !TryParse(fields[1], out var end) || end <= start)
        {
            return false;
        }

        bytes = end - start + 1;
        return true;
    }

    /// <summary>Vectors of the function's MSI-X capability, 1 to 2048; 0 when it has none, null when we may not read that far (others than root see 64 bytes).</summary>
    public static int? MsiXVectors(string device)
    {
        byte[] config;
        try
        {
            config = File.ReadAllBytes(Path.Combine(device, "config"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (config.Length <= CapabilityPointer)
        {
            return null;
        }

        // A chain that the hypervisor wrote: bounded, and never followed out of what was read.
        int at = config[CapabilityPointer] & ~3;
        for (var i = 0; i < MostCapabilities && at != 0; i++)
        {
            if (at + 4 > config.Length)
            {
                return null;
            }

            if (config[at] == MsiXCapability)
            {
                return ((config[at + 2] | (config[at + 3] << 8)) & 0x7FF) + 1;
            }

            at = config[at + 1] & ~3;
        }

        return 0;
    }

    private static bool TryParse(string text, out ulong value)
    {
        value = 0;
        return text.StartsWith("0x", StringComparison.Ordinal) && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static string? ReadLine(string file, int index)
    {
        try
        {
            return File.ReadLines(file).ElementAtOrDefault(index);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Unplugged while we looked.
            return null;
        }
    }
}
