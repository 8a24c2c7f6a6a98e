using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>D17: the pointer is a mouse, not a tablet.</summary>
internal sealed class TabletCheck : MachineCheck
{
    /// <inheritdoc/>
    public override string Id => "D17";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Spice;

    /// <inheritdoc/>
    public override string Title => "The pointer is a mouse, not a tablet";

    /// <inheritdoc/>
    public override string Symptom => "The pointer sticks, snaps back on a click, is in the wrong place with several screens, or games turn wildly.";

    /// <inheritdoc/>
    public override string Why => "A tablet reports places on the emulated screen. The picture comes from another one, and games want motion.";

    /// <inheritdoc/>
    public override string Remedy => "Remove the tablet, and have a virtio mouse.";

    /// <inheritdoc/>
    protected override IEnumerable<MachineFault> Faults(VirtualMachine machine, CheckContext context)
    {
        foreach (var (_, bus) in machine.Inputs.Where(input => input.Type == "tablet").Take(1))
        {
            yield return new MachineFault("tablet", Severity.Warning, "The machine has a tablet", $"an input device of type tablet{(bus.Length > 0 ? $" ({bus})" : "")}", "no tablet, and a virtio mouse")
            {
                XmlText = "Remove this from <devices>", Xml = $"<input type='tablet' bus='{(bus.Length > 0 ? bus : "usb")}'/>", Arguments = $"without {(bus == "virtio" ? "virtio-tablet" : "usb-tablet")}, and with -device virtio-mouse-pci",
            };
        }
    }

    /// <inheritdoc/>
    protected override string Fine(VirtualMachine machine) => "no tablet";
}
