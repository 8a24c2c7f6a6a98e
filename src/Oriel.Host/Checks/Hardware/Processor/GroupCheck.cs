using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Hardware.Processor;

/// <summary>Who shares an IOMMU group with a GPU.</summary>
internal sealed class GroupCheck : ReportingCheck
{
    /// <inheritdoc/>
    public override string Id => "H23";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Processor;

    /// <inheritdoc/>
    public override string Title => "A GPU that is passed through shares its IOMMU group with nobody";

    /// <inheritdoc/>
    public override string Symptom => "The machine does not start: \"group N is not viable. Please ensure all devices within the iommu_group are bound to their vfio bus driver\"";

    /// <inheritdoc/>
    public override string LooksAt => "/sys/kernel/iommu_groups/*/devices, drivers and classes of the devices in the groups of display controllers";

    /// <inheritdoc/>
    public override string Why => "Devices of one group can reach each other behind the IOMMU's back, so the kernel hands out whole groups only.";

    /// <inheritdoc/>
    public override string Remedy => "Put the card into a slot that is wired to the processor, update the firmware and switch ACS on in it, or pass through the others of the group too.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var iommu = context.Facts<IommuFacts>();
        var pci = context.Facts<PciDevices>();
        var use = context.Facts<PassThroughFacts>();
        var alone = new List<string>();
        foreach (var gpu in pci.Gpus)
        {
            if (iommu.GroupOf(gpu.Address) is not { } group)
            {
                continue;
            }

            // Functions of one card belong together, and bridges stay with the kernel.
            var strangers = iommu.Groups[group].Select(pci.Of).Where(device => device.Slot != gpu.Slot && !device.IsBridge).ToList();
            var inWay = strangers.Where(device => device.Driver.Length > 0 && !device.IsSetAside).ToList();
            if (strangers.Count == 0)
            {
                alone.Add($"{gpu.Address} in group {group}");
            }
            else if (IsChosen(gpu, use))
            {
                findings.Add(inWay.Count > 0 ? Shared(context.System, Severity.Problem, gpu, group, strangers, inWay) : AllSetAside(gpu, group, strangers));
            }
            else if (use.IsPossible && !gpu.IsBootScreen)
            {
                findings.Add(Shared(context.System, Severity.Note, gpu, group, strangers, strangers));
            }
        }

        if (findings.All(finding => finding.Check != Id) && alone.Count > 0)
        {
            findings.Add(Good("", "No GPU shares its IOMMU group with other devices", string.Join(", ", alone)));
        }
    }

    private static bool IsChosen(PciDevice gpu, PassThroughFacts use) => gpu.IsSetAside || use.Owners.ContainsKey(gpu.Address);

    private Finding AllSetAside(PciDevice gpu, int group, List<PciDevice> strangers) => Note(
        gpu.Address, $"{gpu.Name} shares IOMMU group {group} with devices that are set aside too", $"{Names(strangers)}: the host cannot use them while the group belongs to a guest");

    private Finding Shared(IHostSystem system, Severity severity, PciDevice gpu, int group, List<PciDevice> strangers, List<PciDevice> inWay) => new()
    {
        Check = Id,
        Severity = severity,
        Subject = gpu.Address,
        Title = severity == Severity.Problem ? $"{gpu.Name} cannot be passed through: others of IOMMU group {group} are in use" : $"{gpu.Name} shares IOMMU group {group} with other devices",
        Seen = $"in group {group} besides {gpu.Address}: {Names(strangers)}",
        Expected = severity == Severity.Problem ? $"nobody but {gpu.Slot}.* in the group, or all of it bound to vfio-pci" : "",
        Remedy =
        [
            new RemedyStep(system.IsClosedMachine() ? "Look for ACS in the firmware set-up and update the firmware" : "Put the card into another slot, best the first one, which is wired to the processor; look for ACS in the firmware set-up and update the firmware"),
            .. inWay.Count <= 4 ? inWay.Select(device => new RemedyStep(
                $"Or give the guest {device.Name} too, if the host can do without", RemedyKind.Command, $"sudo driverctl set-override {device.Address} vfio-pci")) : [],
            new RemedyStep("Kernels patched with pcie_acs_override split groups that the hardware does not separate: the devices can then reach each other's memory, guests included"),
        ],
    };

    private static string Names(List<PciDevice> devices) =>
        string.Join(", ", devices.Take(6).Select(device => $"{device.Title}{(device.Driver.Length > 0 ? $" with driver {device.Driver}" : "")}")) + (devices.Count > 6 ? $" and {devices.Count - 6} more" : "");
}
