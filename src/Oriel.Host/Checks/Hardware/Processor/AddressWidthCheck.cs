using System.Globalization;
using System.Xml;
using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Hardware.Processor;

/// <summary>Whether the guest may put its shared memory where the IOMMU cannot reach.</summary>
internal sealed class AddressWidthCheck : ReportingCheck
{
    /// <inheritdoc/>
    public override string Id => "D08";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Processor;

    /// <inheritdoc/>
    public override string Title => "The guest's addresses are no wider than the IOMMU's";

    /// <inheritdoc/>
    public override string Symptom => "\"VFIO_MAP_DMA failed: Invalid argument\" (-22) in QEMU's log, the shared memory does not work in the guest, or the guest does not start once it has both a GPU and an IVSHMEM device";

    /// <inheritdoc/>
    public override string LooksAt => "the MGAW field of /sys/class/iommu/*/intel-iommu/cap, \"address sizes\" in /proc/cpuinfo, the machine's cpu element or -cpu argument";

    /// <inheritdoc/>
    public override string Why => "The guest's firmware puts the memory of devices at the top of its address space. What lies beyond the IOMMU's width cannot be mapped for the GPU.";

    /// <inheritdoc/>
    public override string Remedy => "Limit the guest's physical addresses to the width of the IOMMU: maxphysaddr in the domain, host-phys-bits-limit for QEMU.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var width = context.Facts<IommuFacts>().AddressBits;
        var host = context.Facts<ProcessorFacts>().AddressBits;
        if (width == 0 || host == 0)
        {
            return;
        }

        var fitting = new List<string>();
        foreach (var machine in context.Facts<VirtualMachines>().All.Where(machine => machine.PassedThrough.Count > 0 && machine.SharedMemory.Count > 0))
        {
            if (GuestBits(machine, host) is not { } guest)
            {
                continue;
            }

            if (guest <= width)
            {
                fitting.Add($"{machine.Name} has {guest} bits");
                continue;
            }

            findings.Add(Warning(
                machine.Name,
                $"{machine.Name} may use addresses that the IOMMU does not reach",
                $"the guest has {guest} bits of physical address, the IOMMU {width}",
                $"at most {width} bits in the guest") with
            {
                Confidence = Confidence.Likely,
                Remedy = machine.DomainXml.Length > 0
                    ? [new RemedyStep($"In the cpu element of {machine.Name} (libvirt 9.3 or later), with virsh edit", RemedyKind.Xml, $"<maxphysaddr mode='passthrough' limit='{width}'/>"), new RemedyStep("Power the machine off and start it again")]
                    : [new RemedyStep("Start QEMU with", RemedyKind.Command, $"-cpu host,host-phys-bits-limit={width}")],
            });
        }

        if (fitting.Count > 0 && findings.All(finding => finding.Check != Id))
        {
            findings.Add(Good("", "Guests' addresses are within the IOMMU's", $"the IOMMU has {width} bits; {string.Join(", ", fitting)}"));
        }
    }

    // QEMU: -cpu host takes the host's width unless it is limited; every other model has 40 bits. Null = not known.
    private static int? GuestBits(VirtualMachine machine, int host)
    {
        if (machine.Arguments.Count > 0)
        {
            var cpu = machine.Arguments.SkipWhile(argument => argument is not ("-cpu" or "--cpu")).ElementAtOrDefault(1) ?? "";
            return Option(cpu, "phys-bits") is { } bits and > 0 ? bits
                : cpu.StartsWith("host", StringComparison.Ordinal) && !cpu.Contains("host-phys-bits=off", StringComparison.Ordinal) || cpu.Contains("host-phys-bits=on", StringComparison.Ordinal)
                    ? Option(cpu, "host-phys-bits-limit") is { } limit and > 0 ? Math.Min(limit, host) : host
                : 40;
        }

        var (mode, bits2) = Limit(machine.DomainXml);
        return mode == "emulate" && bits2 > 0 ? bits2
            : mode == "passthrough" || machine.Processor is "host-passthrough" or "maximum" ? bits2 > 0 ? Math.Min(bits2, host) : host
            : machine.DomainXml.Length > 0 ? 40
            : null;
    }

    private static int? Option(string cpu, string name)
    {
        foreach (var part in cpu.Split(','))
        {
            if (part.StartsWith(name + "=", StringComparison.Ordinal) && int.TryParse(part.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }
        }

        return null;
    }

    private static (string Mode, int Bits) Limit(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            if (xml.Length > 0 && reader.ReadToFollowing("maxphysaddr"))
            {
                var bits = reader.GetAttribute("limit") ?? reader.GetAttribute("bits") ?? "";
                return (reader.GetAttribute("mode") ?? "", int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
            }
        }
        catch (XmlException)
        {
            // Whoever read the machine's description has said so.
        }

        return ("", 0);
    }
}
