using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>H43: there is an emulated screen for what comes before the agent.</summary>
internal sealed class VideoCheck : MachineCheck
{
    /// <inheritdoc/>
    public override string Id => "H43";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Machines;

    /// <inheritdoc/>
    public override string Title => "Firmware and boot can be seen";

    /// <inheritdoc/>
    public override string Symptom => "No picture at all until the guest's agent runs, nor when it crashes or updates.";

    /// <inheritdoc/>
    public override string Why => "Before the agent runs, the viewer shows the emulated screen. Without one, firmware set-up, boot menu, updates and crashes are invisible.";

    /// <inheritdoc/>
    public override string Remedy => "Keep <video><model type='vga'/></video> beside the passed-through GPU.";

    /// <inheritdoc/>
    protected override IEnumerable<MachineFault> Faults(VirtualMachine machine, CheckContext context)
    {
        if (machine.Videos.Count == 0)
        {
            yield return new MachineFault("none", Severity.Note, "There is no emulated screen", "no video device: firmware, boot and crashes of the guest cannot be seen in the viewer", "a video device of model vga");
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(VirtualMachine machine, CheckContext context) => base.Concerns(machine, context) && machine.Spice.Count > 0;

    /// <inheritdoc/>
    protected override string Fine(VirtualMachine machine) => string.Join(", ", machine.Videos);
}
