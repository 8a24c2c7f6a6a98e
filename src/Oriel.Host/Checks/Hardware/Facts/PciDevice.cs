using System.Globalization;

namespace Oriel.Host.Checks.Hardware.Facts;

/// <summary>One function of a PCI device, as /sys describes it.</summary>
internal sealed record PciDevice
{
    /// <summary>Domain, bus, slot and function: 0000:01:00.0.</summary>
    public required string Address { get; init; }

    /// <summary>Class, subclass and interface: 0x030000 is a VGA controller.</summary>
    public int Class { get; init; }

    /// <summary>Vendor.</summary>
    public int Vendor { get; init; }

    /// <summary>Device.</summary>
    public int Device { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Driver that is bound; empty = none.</summary>
    public string Driver { get; init; } = "";

    /// <summary>The firmware drew its screen there.</summary>
    public bool IsBootScreen { get; init; }

    /// <summary>Virtual functions it could have; 0 = it has no SR-IOV.</summary>
    public int MostFunctions { get; init; }

    /// <summary>Virtual functions it has.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>The device whose virtual function this is; empty when it is none.</summary>
    public string PhysicalFunction { get; init; } = "";

    /// <summary>Render nodes (/dev/dri/renderD128) it has.</summary>
    public IReadOnlyList<string> RenderNodes { get; init; } = [];

    /// <summary>The port above it; empty = none.</summary>
    public string Parent { get; init; } = "";

    /// <summary>VGA, 3D or other display controller.</summary>
    public bool IsDisplay => Class >> 16 == 3;

    /// <summary>A bridge, which the kernel keeps and which need not be passed through.</summary>
    public bool IsBridge => Class >> 16 == 6;

    /// <summary>It is set aside for virtual machines.</summary>
    public bool IsSetAside => Driver is "vfio-pci" or "xe-vfio-pci" or "nvgrace-gpu-vfio-pci" or "pci-stub";

    /// <summary>Drawn by a hypervisor or a management controller: no GPU.</summary>
    public bool IsEmulated => Vendor is 0x1af4 or 0x1b36 or 0x1234 or 0x15ad or 0x80ee or 0x1414 or 0x1a03 or 0x102b or 0x1013;

    /// <summary>Vendor and device as <c>vfio-pci.ids</c> takes them.</summary>
    public string Ids => string.Create(CultureInfo.InvariantCulture, $"{Vendor:x4}:{Device:x4}");

    /// <summary>Who made it.</summary>
    public Maker Maker => Vendor switch { 0x8086 => Maker.Intel, 0x1002 or 0x1022 => Maker.Amd, 0x10de => Maker.Nvidia, _ => Maker.Other };

    /// <summary>Address without the function: all functions of one card have it.</summary>
    public string Slot => Address[..Address.LastIndexOf('.')];

    /// <summary>Name and address.</summary>
    public string Title => $"{Name} ({Address})";
}
