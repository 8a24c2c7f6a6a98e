using Oriel.Host.Checks.Desktop;
using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Host.Checks.Hardware.Graphics;

/// <summary>Which GPUs there are, who has them, and which one is left for the viewer.</summary>
internal sealed class GraphicsDeviceCheck : ReportingCheck
{
    /// <inheritdoc/>
    public override string Id => "H24";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Graphics;

    /// <inheritdoc/>
    public override string Title => "There is a GPU for the guest and one for the viewer";

    /// <inheritdoc/>
    public override string Symptom => "The guest gets no GPU, or the host's desktop is slow or gone once the guest runs";

    /// <inheritdoc/>
    public override string LooksAt => "class, driver, boot_vga and drm of every PCI display controller, the devices machines have, lspci for names, whether this user may open /dev/dri/renderD*";

    /// <inheritdoc/>
    public override string Why => "A GPU that is passed through is gone from the host. The viewer draws best on another one; a virtual function leaves the GPU to both.";

    /// <inheritdoc/>
    public override string Remedy => "Give the guest one GPU (a hostdev in its domain) and keep the other, usually the processor's own, for the host.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var pci = context.Facts<PciDevices>();
        var use = context.Facts<PassThroughFacts>();
        var gpus = pci.Gpus.ToList();
        foreach (var device in pci.Displays.Where(display => display.IsEmulated))
        {
            findings.Add(Note(device.Address, $"{device.Name} is no GPU", $"{device.Title}, driver {Named(device.Driver)}: a screen made by a hypervisor or a management controller"));
        }

        foreach (var gpu in gpus)
        {
            findings.Add(Describe(context, use, gpu, gpus));
        }

        if (gpus.Count > 0 && gpus.All(gpu => gpu.IsSetAside || gpu.Driver.Length == 0))
        {
            // Where nobody looks at a window nobody misses it.
            var seen = string.Join(", ", gpus.Select(gpu => $"{gpu.Title}: driver {Named(gpu.Driver)}"));
            var hasDesktop = context.Facts<SessionFacts>().Probe is not { Kind: "none" };
            findings.Add((hasDesktop ? Warning("", "No GPU is left for the viewer", seen, "one GPU with a driver of the host") : Note("", "No GPU is left for a viewer here", seen)) with
            {
                Why = "The viewer then draws on the processor: it works, and takes a good part of two cores at 4K.",
                Remedy = [new RemedyStep("Switch the processor's own graphics on in the firmware set-up, or add a small card for the host")],
            });
        }
    }

    private Finding Describe(CheckContext context, PassThroughFacts use, PciDevice gpu, List<PciDevice> gpus)
    {
        var owners = use.OwnersOf(gpu.Address);
        var group = context.Facts<IommuFacts>().GroupOf(gpu.Address) is { } number ? $", IOMMU group {number}" : "";
        var closed = gpu.RenderNodes.Where(node => context.System.Stat(node).Value is not { CanRead: true, CanWrite: true }).ToList();
        var nodes = closed.Count > 0 ? $", {string.Join(", ", closed)} may not be opened by {context.System.User.Name}" : "";
        var seen = $"{gpu.Address}, {gpu.Ids}, driver {Named(gpu.Driver)}{group}{(gpu.IsBootScreen ? ", the firmware's screen" : "")}{nodes}";
        if (gpu.IsSetAside)
        {
            return Good(gpu.Address, $"{gpu.Name} is set aside for guests{(owners.Length > 0 ? $" ({owners})" : "")}", seen);
        }

        if (owners.Length > 0)
        {
            return Note(gpu.Address, $"{gpu.Name} belongs to {owners} while that runs, now to the host", seen);
        }

        var others = gpus.Count(other => other != gpu && !other.IsSetAside && other.Driver.Length > 0 && use.OwnersOf(other.Address).Length == 0);
        if (gpu.Driver.Length == 0)
        {
            return Note(gpu.Address, $"{gpu.Name} has no driver: free for a guest", seen) with { Remedy = DeviceSteps.PassThrough(context, gpu) };
        }

        var isSpare = others > 0 && !gpu.IsBootScreen && !use.IsWanted;
        return isSpare
            ? Note(gpu.Address, $"{gpu.Name} could be passed through", $"{seen}; the host has {others} more") with { Remedy = DeviceSteps.PassThrough(context, gpu) }
            : Good(gpu.Address, $"{gpu.Name} is the host's", gpus.Count == 1 && gpu.MostFunctions == 0 ? $"{seen}; the only GPU: passed through, it would leave the host without one" : seen);
    }

    private static string Named(string driver) => driver.Length > 0 ? driver : "(none)";
}
