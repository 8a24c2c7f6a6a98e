using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Host.Checks.Hardware.Graphics;

/// <summary>GPUs that can be split by SR-IOV: how many parts there are and could be, who has them, and the commands.</summary>
internal sealed class VirtualFunctionCheck : ReportingCheck
{
    /// <inheritdoc/>
    public override string Id => "H26";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.VirtualFunctions;

    /// <inheritdoc/>
    public override string Title => "A GPU with SR-IOV has a virtual function for the guest";

    /// <inheritdoc/>
    public override string Symptom => "The only GPU would have to be taken from the host, although it could be shared";

    /// <inheritdoc/>
    public override string LooksAt => "sriov_totalvfs, sriov_numvfs and virtfn* of display controllers; driver and IOMMU group of each virtual function";

    /// <inheritdoc/>
    public override string Why => "A virtual function is a GPU of the guest's own, with its own driver there, while the host keeps drawing on the same chip.";

    /// <inheritdoc/>
    public override string Remedy => "Write the number of functions to sriov_numvfs, give the guest one of them (never function 0, which is the host's), and make that last with a udev rule.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        foreach (var gpu in context.Facts<PciDevices>().Gpus.Where(gpu => gpu.MostFunctions > 0))
        {
            if (gpu.Functions.Count == 0)
            {
                findings.Add(NoneYet(context, gpu));
            }
            else
            {
                LookAtFunctions(context, gpu, findings);
            }
        }
    }

    private Finding NoneYet(CheckContext context, PciDevice gpu)
    {
        var count = $"/sys/bus/pci/devices/{gpu.Address}/sriov_numvfs";
        var finding = Note(gpu.Address, $"{gpu.Name} could be shared with guests", $"0 of {gpu.MostFunctions} virtual functions, driver {(gpu.Driver.Length > 0 ? gpu.Driver : "(none)")}") with
        {
            Remedy =
            [
                .. DriverSteps(context, gpu),
                new RemedyStep("Leave new functions to guests, then make one; both are undone by the next boot", RemedyKind.Command,
                    $"echo 0 | sudo tee /sys/bus/pci/devices/{gpu.Address}/sriov_drivers_autoprobe && echo 1 | sudo tee {count}"),
                new RemedyStep("Give it to the machine (it appears behind the GPU, usually as the next function)", RemedyKind.Command, $"ls -l /sys/bus/pci/devices/{gpu.Address}/virtfn0"),
                Rule(gpu),
                s_untried,
            ],
        };
        return context.Facts<IommuFacts>().IsOn ? finding : finding with { Seen = $"{finding.Seen}; the IOMMU, which is off, comes first" };
    }

    private void LookAtFunctions(CheckContext context, PciDevice gpu, ICollection<Finding> findings)
    {
        var pci = context.Facts<PciDevices>();
        var iommu = context.Facts<IommuFacts>();
        var use = context.Facts<PassThroughFacts>();
        var functions = gpu.Functions.Select(pci.Of).ToList();
        var before = findings.Count;
        if (use.OwnersOf(gpu.Address) is { Length: > 0 } owners)
        {
            findings.Add(Problem(gpu.Address, $"{owners} has the whole {gpu.Name}, which has virtual functions", $"{owners} is given {gpu.Address}, the physical function; there are {functions.Count} virtual ones", $"one of {string.Join(", ", gpu.Functions.Take(8))}") with
            {
                Why = "Taking the physical function away from the host takes every virtual function, and the host's own screen, with it.",
                Remedy = [new RemedyStep($"In {owners}, instead of {gpu.Address}", RemedyKind.Xml, DeviceSteps.Hostdev(functions[0]))],
            });
        }

        foreach (var function in functions.Where(function => iommu.GroupOf(function.Address) is { } group && iommu.Groups[group].Any(other => other != function.Address)))
        {
            findings.Add(Problem(function.Address, $"Virtual function {function.Address} shares its IOMMU group", $"group {iommu.GroupOf(function.Address)}: {string.Join(", ", iommu.Groups[iommu.GroupOf(function.Address)!.Value].Take(8))}", "a group of its own") with
            {
                Why = "The kernel hands out whole groups only.",
                Remedy = [new RemedyStep("Switch ACS (Access Control Services) on in the firmware set-up and update the firmware")],
            });
        }

        // libvirt binds by itself (managed='yes'); a function that the host's desktop draws on does not let go.
        var taken = functions.Where(function => function.Driver.Length > 0 && !function.IsSetAside && use.OwnersOf(function.Address).Length == 0).ToList();
        if (taken.Count > 0)
        {
            findings.Add(Note(gpu.Address, $"{taken.Count} of {functions.Count} virtual functions of {gpu.Name} are used by the host itself", $"driver {taken[0].Driver} is bound to {string.Join(", ", taken.Take(8).Select(f => f.Address))}") with
            {
                Why = "The desktop may take such a function for a second GPU, and it is then busy when a guest wants it.",
                Remedy =
                [
                    new RemedyStep("Set one aside now", RemedyKind.Command,
                        $"echo vfio-pci | sudo tee /sys/bus/pci/devices/{taken[0].Address}/driver_override && echo {taken[0].Address} | sudo tee /sys/bus/pci/devices/{taken[0].Address}/driver/unbind && echo {taken[0].Address} | sudo tee /sys/bus/pci/drivers_probe"),
                    Rule(gpu),
                    s_untried,
                ],
            });
        }

        if (findings.Count == before)
        {
            var states = functions.Select(function => $"{function.Address} {(use.OwnersOf(function.Address) is { Length: > 0 } name ? $"for {name}" : function.Driver.Length > 0 ? function.Driver : "free")}");
            findings.Add(Good(gpu.Address, $"{gpu.Name} is shared: {functions.Count} of {gpu.MostFunctions} virtual functions", string.Join(", ", states.Take(16))) with
            {
                Remedy = functions.FirstOrDefault(function => use.OwnersOf(function.Address).Length == 0) is { } free ? [new RemedyStep("For one more machine", RemedyKind.Xml, DeviceSteps.Hostdev(free))] : [],
            });
        }
    }

    // What the documentation of drivers and kernels says; which GPUs it holds for changes with every release.
    private static IReadOnlyList<RemedyStep> DriverSteps(CheckContext context, PciDevice gpu) => (gpu.Maker, gpu.Driver) switch
    {
        (Maker.Intel, "xe") => context.Facts<KernelFacts>().Parameter("xe.max_vfs") is { } ? [] : [.. context.Facts<KernelFacts>().Adding($"xe.max_vfs={gpu.MostFunctions}", "sriov")],
        (Maker.Intel, "i915") =>
        [
            new RemedyStep("The i915 driver of the kernel itself makes no virtual functions (writing the number says \"Function not implemented\"): use the xe driver where it supports this GPU, or the out-of-tree i915 with SR-IOV, which is a DKMS module"),
            .. context.Facts<KernelFacts>().Adding($"i915.enable_guc=3 i915.max_vfs={gpu.MostFunctions}", "sriov"),
        ],
        (Maker.Amd, _) => [new RemedyStep("AMD's data-centre GPUs need the host driver gim (GIM) instead of amdgpu on this device")],
        (Maker.Nvidia, _) => [new RemedyStep("NVIDIA's GPUs need the vGPU host driver, with its licence; its own sriov-manage makes the functions", RemedyKind.Command, $"sudo /usr/lib/nvidia/sriov-manage -e {gpu.Address}")],
        _ => [],
    };

    // The number can be written once the driver is bound, which is later than tmpfiles.
    private static RemedyStep Rule(PciDevice gpu) => new("To have them after every boot", RemedyKind.File,
        $"ACTION==\"bind\", SUBSYSTEM==\"pci\", KERNEL==\"{gpu.Address}\", ATTR{{sriov_drivers_autoprobe}}=\"0\", ATTR{{sriov_numvfs}}=\"{Math.Max(1, gpu.Functions.Count)}\"", "/etc/udev/rules.d/80-oriel-sriov.rules");

    private static readonly RemedyStep s_untried = new("These commands follow the kernel's documentation; no machine of the project's has such a GPU, so none of them was tried on one");
}
