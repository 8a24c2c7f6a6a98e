using System.Globalization;

namespace Oriel.Host.Checks.Hardware.Facts;

/// <summary>The IOMMU as /sys shows it to everybody.</summary>
internal sealed record IommuFacts : IHostFacts<IommuFacts>
{
    /// <summary>Names of its units: dmar0 (Intel), ivhd0 (AMD).</summary>
    public IReadOnlyList<string> Units { get; private init; } = [];

    /// <summary>PCI addresses by group.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<string>> Groups { get; private init; } = new Dictionary<int, IReadOnlyList<string>>();

    /// <summary>Devices are in groups, so it translates.</summary>
    public bool IsOn => Groups.Count > 0;

    /// <summary>The firmware describes one (ACPI DMAR or IVRS): it is not switched off there.</summary>
    public bool IsInFirmware { get; private init; }

    /// <summary>Bits of the addresses a device may use, the least of all units; 0 = unknown. Only Intel's units say it.</summary>
    public int AddressBits { get; private init; }

    /// <inheritdoc/>
    public static IommuFacts Read(CheckContext context)
    {
        var system = context.System;
        var units = system.List("/sys/class/iommu").Value ?? [];
        var groups = new SortedDictionary<int, IReadOnlyList<string>>();
        foreach (var name in system.List("/sys/kernel/iommu_groups").Value ?? [])
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var group))
            {
                groups[group] = [.. (system.List($"/sys/kernel/iommu_groups/{name}/devices").Value ?? []).Where(PciDevices.IsAddress)];
            }
        }

        var widths = units.Select(unit => Width(system.Text($"/sys/class/iommu/{unit}/intel-iommu/cap"))).Where(bits => bits > 0).ToList();
        return new IommuFacts
        {
            Units = units,
            Groups = groups,
            IsInFirmware = system.Exists("/sys/firmware/acpi/tables/DMAR") || system.Exists("/sys/firmware/acpi/tables/IVRS"),
            AddressBits = widths.Count > 0 ? widths.Min() : 0,
        };
    }

    /// <summary>The group of a device; null without one.</summary>
    public int? GroupOf(string address)
    {
        foreach (var (group, devices) in Groups)
        {
            if (devices.Contains(address, StringComparer.Ordinal))
            {
                return group;
            }
        }

        return null;
    }

    // VT-d specification, capability register: MGAW is bits 21:16, the width less one.
    private static int Width(string capabilities) =>
        ulong.TryParse(capabilities, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var cap) ? (int)((cap >> 16) & 0x3F) + 1 : 0;
}
