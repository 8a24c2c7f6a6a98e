using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>H42: there is a keyboard and a mouse for SPICE to move.</summary>
internal sealed class InputDevicesCheck : MachineCheck
{
    /// <inheritdoc/>
    public override string Id => "H42";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Spice;

    /// <inheritdoc/>
    public override string Title => "The machine has a keyboard and a mouse";

    /// <inheritdoc/>
    public override string Symptom => "Keys or mouse do nothing in the guest.";

    /// <inheritdoc/>
    public override string Why => "What SPICE brings goes to a device of the guest; without one it is lost.";

    /// <inheritdoc/>
    public override string Remedy => "Add a virtio keyboard and a virtio mouse.";

    /// <inheritdoc/>
    protected override IEnumerable<MachineFault> Faults(VirtualMachine machine, CheckContext context)
    {
        if (machine.Spice.Count > 0)
        {
            foreach (var type in (string[])["keyboard", "mouse"])
            {
                if (!machine.Inputs.Any(input => input.Type == type || (type == "mouse" && input.Type == "tablet")))
                {
                    yield return new MachineFault(type, Severity.Problem, $"The machine has no {type}", machine.Inputs.Count == 0 ? "no input device" : $"only {string.Join(", ", machine.Inputs.Select(input => $"{input.Bus} {input.Type}".Trim()))}", $"a virtio {type}")
                    {
                        XmlText = "Put this into <devices>", Xml = $"<input type='{type}' bus='virtio'/>", Arguments = $"with -device virtio-{type}-pci",
                    };
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(VirtualMachine machine, CheckContext context) => base.Concerns(machine, context) && machine.Spice.Count > 0;

    /// <inheritdoc/>
    protected override string Fine(VirtualMachine machine) => string.Join(", ", machine.Inputs.Select(input => $"{input.Bus} {input.Type}".Trim()));
}
