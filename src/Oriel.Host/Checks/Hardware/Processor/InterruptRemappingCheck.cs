using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Host.Checks.Hardware.Processor;

/// <summary>Whether a guest's device may interrupt only its guest.</summary>
internal sealed class InterruptRemappingCheck : ReportingCheck
{
    private const string Interrupts = "/proc/interrupts";
    private const string Unsafe = "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts";

    /// <inheritdoc/>
    public override string Id => "H22";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Processor;

    /// <inheritdoc/>
    public override string Title => "Interrupts of devices are remapped";

    /// <inheritdoc/>
    public override string Symptom => "The machine does not start: \"Operation not permitted\" for a VFIO group, and the kernel log says \"No interrupt remapping support\"";

    /// <inheritdoc/>
    public override string LooksAt => $"the interrupt controllers in {Interrupts} (IR- before their names), {Unsafe}";

    /// <inheritdoc/>
    public override string Why => "A device passed through could otherwise raise any interrupt of the host; the kernel refuses to hand it out.";

    /// <inheritdoc/>
    public override string Remedy => "Update the firmware and leave x2APIC and VT-d (or the AMD IOMMU) on in it.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        if (!context.Facts<IommuFacts>().IsOn)
        {
            return;
        }

        var table = context.System.Read(Interrupts);
        if (table.Value is not { } text)
        {
            findings.Add(Unseen("", "Whether interrupts are remapped is not known", $"{Interrupts} could not be read{(table.Why.Length > 0 ? $" ({table.Why})" : "")}"));
        }
        else if (text.Contains(" IR-", StringComparison.Ordinal))
        {
            findings.Add(Good("", "Interrupts are remapped", $"{Interrupts} names controllers that begin with IR-"));
        }
        else if (context.System.Text(Unsafe) is "Y" or "1")
        {
            findings.Add(Warning("", "Interrupts are not remapped, and the kernel was told not to mind", $"no controller in {Interrupts} begins with IR-; allow_unsafe_interrupts is on", "interrupt remapping") with
            {
                Why = "Guests work, and a hostile one with a device of its own could disturb the host by interrupts.",
                Confidence = Confidence.Likely,
                Remedy = Steps(context),
            });
        }
        else
        {
            var use = context.Facts<PassThroughFacts>();
            const string seen = $"no controller in {Interrupts} begins with IR-";
            findings.Add((use.IsWanted ? Problem("", "Interrupts are not remapped", seen, "interrupt remapping") : Warning("", "Interrupts are not remapped", seen, "interrupt remapping")) with
            {
                Confidence = Confidence.Likely,
                Remedy =
                [
                    .. Steps(context),
                    new RemedyStep(
                        "Only if the guest is trusted and nothing else helps: allow it all the same", RemedyKind.File, "options vfio_iommu_type1 allow_unsafe_interrupts=1", "/etc/modprobe.d/vfio-interrupts.conf"),
                ],
            });
        }
    }

    private static IReadOnlyList<RemedyStep> Steps(CheckContext context) => context.Facts<KernelFacts>().Parameter("intremap") == "off"
        ? context.Facts<KernelFacts>().Removing("intremap=off")
        : [new RemedyStep($"Switch x2APIC and {context.Facts<ProcessorFacts>().IommuName} on in the firmware set-up, and update the firmware")];
}
