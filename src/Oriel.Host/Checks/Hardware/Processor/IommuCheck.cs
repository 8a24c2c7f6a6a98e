using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Host.Checks.Hardware.Processor;

/// <summary>Whether devices can be passed through at all.</summary>
internal sealed class IommuCheck : ReportingCheck
{
    private static readonly string[] s_names = ["iommu", "intel_iommu", "amd_iommu"];

    /// <inheritdoc/>
    public override string Id => "H21";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Processor;

    /// <inheritdoc/>
    public override string Title => "The IOMMU is on";

    /// <inheritdoc/>
    public override string Symptom => "The machine does not start: \"host doesn't support passthrough of host PCI devices\", or /dev/vfio has no groups";

    /// <inheritdoc/>
    public override string LooksAt => "/sys/kernel/iommu_groups, /sys/class/iommu, /proc/cmdline, whether the firmware has the ACPI table DMAR or IVRS";

    /// <inheritdoc/>
    public override string Why => "The IOMMU keeps a device that belongs to a guest away from the memory of everybody else. Without it no GPU and no virtual function can be passed through.";

    /// <inheritdoc/>
    public override string Remedy => "Switch Intel VT-d or the AMD IOMMU on in the firmware set-up; on Intel add intel_iommu=on iommu=pt to the kernel's parameters.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var iommu = context.Facts<IommuFacts>();
        if (iommu.IsOn)
        {
            var units = iommu.Units.Count > 0 ? $"{iommu.Units.Count} {(iommu.Units.Count == 1 ? "unit" : "units")} ({string.Join(", ", iommu.Units.Take(4))}{(iommu.Units.Count > 4 ? ", …" : "")}), " : "";
            findings.Add(Good("", "The IOMMU is on", $"{units}{iommu.Groups.Count} groups of devices"));
            return;
        }

        var processor = context.Facts<ProcessorFacts>();
        if (processor.IsVirtual)
        {
            findings.Add(Note("", "This virtual machine has no IOMMU", "no groups in /sys/kernel/iommu_groups: nothing can be passed through from here; shared memory and the viewer need none"));
            return;
        }

        var (seen, steps, confidence) = Explain(context, processor, iommu);
        var use = context.Facts<PassThroughFacts>();
        var title = use.IsWanted ? "The IOMMU is off, so nothing can be passed through" : "The IOMMU is off";
        const string expected = "groups of devices in /sys/kernel/iommu_groups";
        findings.Add((use.IsWanted ? Problem("", title, $"{seen}; wanted by {use.Evidence}", expected) : use.IsPossible ? Warning("", title, seen, expected) : Note("", title, seen)) with
        {
            Remedy = steps,
            Confidence = confidence,
            Why = use.IsWanted ? "" : "A guest gets a GPU of its own only with it; machines whose screen is emulated run without.",
        });
    }

    private static (string Seen, IReadOnlyList<RemedyStep> Steps, Confidence Confidence) Explain(CheckContext context, ProcessorFacts processor, IommuFacts iommu)
    {
        var kernel = context.Facts<KernelFacts>();
        var given = s_names.Select(name => (Name: name, Value: kernel.Parameter(name))).Where(p => p.Value is not null).Select(p => $"{p.Name}={p.Value}").ToList();
        var parameters = given.Count > 0 ? $"the kernel was started with {string.Join(' ', given)}" : "the kernel was started without a parameter about it";
        if (given.FirstOrDefault(p => p.Split('=')[1].Split(',').Contains("off", StringComparer.Ordinal)) is { } off)
        {
            return ($"no groups in /sys/kernel/iommu_groups; {parameters}", kernel.Removing(off), Confidence.Certain);
        }

        if (!iommu.IsInFirmware)
        {
            RemedyStep[] firmware = [new($"Switch {processor.IommuName} on in the firmware set-up (BIOS/UEFI), beside {processor.VirtualisationName}; power the machine off and on again")];
            return ($"no groups in /sys/kernel/iommu_groups, and the firmware's tables (DMAR, IVRS) describe none; {parameters}",
                processor.Maker == Maker.Intel && given.Count == 0 ? [.. firmware, .. kernel.Adding("intel_iommu=on iommu=pt", "iommu")] : firmware, Confidence.Certain);
        }

        return processor.Maker == Maker.Intel && given.Count == 0
            ? ($"no groups in /sys/kernel/iommu_groups; the firmware describes one; {parameters}", kernel.Adding("intel_iommu=on iommu=pt", "iommu"), Confidence.Certain)
            : ($"no groups in /sys/kernel/iommu_groups, although the firmware describes an IOMMU; {parameters}",
                [new RemedyStep("See what the kernel says about it", RemedyKind.Command, "sudo dmesg | grep -i -e DMAR -e IOMMU -e AMD-Vi"), .. kernel.Adding(processor.Maker == Maker.Intel ? "intel_iommu=on iommu=pt" : "iommu=pt", "iommu")],
                Confidence.Possible);
    }
}
