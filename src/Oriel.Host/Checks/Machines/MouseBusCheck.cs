using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>D18: the mouse is not the PS/2 one.</summary>
internal sealed class MouseBusCheck : MachineCheck
{
    /// <inheritdoc/>
    public override string Id => "D18";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Spice;

    /// <inheritdoc/>
    public override string Title => "The mouse has all its buttons";

    /// <inheritdoc/>
    public override string Symptom => "The buttons at the side of the mouse do nothing; fast motion is cut off.";

    /// <inheritdoc/>
    public override string Why => "A PS/2 mouse knows three buttons and a wheel, and small steps. A virtio mouse knows all.";

    /// <inheritdoc/>
    public override string Remedy => "Add a virtio mouse. Windows needs its driver (vioinput, on the virtio-win disc).";

    /// <inheritdoc/>
    protected override IEnumerable<MachineFault> Faults(VirtualMachine machine, CheckContext context)
    {
        if (machine.Inputs.Contains(("mouse", "ps2")) && !machine.Inputs.Any(input => input.Type == "mouse" && input.Bus != "ps2"))
        {
            yield return new MachineFault("ps2", Severity.Warning, "The only mouse is a PS/2 mouse", string.Join(", ", machine.Inputs.Select(input => $"{input.Bus} {input.Type}".Trim())), "a virtio mouse beside it (the PS/2 one cannot be removed, and does no harm)")
            {
                XmlText = "Put this into <devices>; Windows needs the driver vioinput of the virtio-win disc", Xml = "<input type='mouse' bus='virtio'/>", Arguments = "with -device virtio-mouse-pci",
            };
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(VirtualMachine machine, CheckContext context) => base.Concerns(machine, context) && machine.Spice.Count > 0;

    /// <inheritdoc/>
    protected override string Fine(VirtualMachine machine) => string.Join(", ", machine.Inputs.Where(input => input.Type == "mouse" && input.Bus != "ps2").Select(input => $"{input.Bus} mouse").DefaultIfEmpty("no PS/2 mouse"));
}
