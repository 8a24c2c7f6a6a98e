using System.Globalization;

namespace Oriel.Host.Checks.Hardware.Facts;

/// <summary>Makers whose parts differ for us.</summary>
internal enum Maker
{
    /// <summary>Another, or unknown.</summary>
    Other,

    /// <summary>Intel.</summary>
    Intel,

    /// <summary>AMD.</summary>
    Amd,

    /// <summary>NVIDIA.</summary>
    Nvidia,
}

/// <summary>The processor as /proc/cpuinfo describes it.</summary>
internal sealed record ProcessorFacts : IHostFacts<ProcessorFacts>
{
    /// <summary>Who made it.</summary>
    public Maker Maker { get; private init; }

    /// <summary>Its name.</summary>
    public string Model { get; private init; } = "";

    /// <summary>Hardware virtualisation is there and not switched off: vmx or svm among the flags.</summary>
    public bool CanVirtualise { get; private init; }

    /// <summary>A hypervisor is below: this host is a virtual machine itself.</summary>
    public bool IsVirtual { get; private init; }

    /// <summary>Bits of a physical address; 0 = unknown.</summary>
    public int AddressBits { get; private init; }

    /// <summary>Logical processors that are online; 0 = unknown.</summary>
    public int Count { get; private init; }

    /// <summary>Nodes of memory (NUMA) with processors; 1 on ordinary machines.</summary>
    public int Nodes { get; private init; } = 1;

    /// <summary>Its virtualisation as the firmware's menus call it.</summary>
    public string VirtualisationName => Maker switch { Maker.Intel => "Intel VT-x (VMX)", Maker.Amd => "AMD-V (SVM)", _ => "hardware virtualisation" };

    /// <summary>Its IOMMU as the firmware's menus call it.</summary>
    public string IommuName => Maker switch { Maker.Intel => "Intel VT-d", Maker.Amd => "AMD IOMMU (AMD-Vi)", _ => "the IOMMU" };

    /// <inheritdoc/>
    public static ProcessorFacts Read(CheckContext context)
    {
        var system = context.System;
        var lines = (system.Read("/proc/cpuinfo").Value ?? "").Split('\n');
        var flags = Field(lines, "flags").Split(' ');
        var online = SystemText.CountOf(system.Text("/sys/devices/system/cpu/online"));
        return new ProcessorFacts
        {
            Maker = Field(lines, "vendor_id") switch { "GenuineIntel" => Maker.Intel, "AuthenticAMD" or "HygonGenuine" => Maker.Amd, _ => Maker.Other },
            Model = Field(lines, "model name"),
            CanVirtualise = flags.Contains("vmx", StringComparer.Ordinal) || flags.Contains("svm", StringComparer.Ordinal),
            IsVirtual = flags.Contains("hypervisor", StringComparer.Ordinal),
            AddressBits = int.TryParse(Field(lines, "address sizes").Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : 0,
            Count = online > 0 ? online : lines.Count(line => line.StartsWith("processor", StringComparison.Ordinal)),
            Nodes = Math.Max(1, SystemText.CountOf(system.Text("/sys/devices/system/node/has_cpu"))),
        };
    }

    private static string Field(string[] lines, string name)
    {
        foreach (var line in lines)
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && line.AsSpan(0, colon).Trim().SequenceEqual(name))
            {
                return line[(colon + 1)..].Trim();
            }
        }

        return "";
    }
}
