using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>D25: the clipboard has a way into the guest.</summary>
internal sealed class AgentChannelCheck : MachineCheck
{
    /// <inheritdoc/>
    public override string Id => "D25";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Spice;

    /// <inheritdoc/>
    public override string Title => "The clipboard has a channel";

    /// <inheritdoc/>
    public override string Symptom => "Copy and paste between host and guest, and dropping files, do nothing.";

    /// <inheritdoc/>
    public override string Why => "Clipboard and files go through a channel of their own to the SPICE agent in the guest.";

    /// <inheritdoc/>
    public override string Remedy => "Add the channel com.redhat.spice.0, and install the SPICE agent in the guest: spice-vdagent in Linux, the SPICE guest tools in Windows.";

    /// <inheritdoc/>
    protected override IEnumerable<MachineFault> Faults(VirtualMachine machine, CheckContext context)
    {
        if (!machine.HasAgentChannel)
        {
            yield return new MachineFault("channel", Severity.Warning, "There is no channel for the clipboard", "no channel com.redhat.spice.0 of type spicevmc", "that channel, and the SPICE agent in the guest")
            {
                XmlText = "Put this into <devices>", Xml = "<channel type='spicevmc'>\n  <target type='virtio' name='com.redhat.spice.0'/>\n</channel>",
                Arguments = "with -device virtio-serial-pci -chardev spicevmc,id=vdagent,name=vdagent -device virtserialport,chardev=vdagent,name=com.redhat.spice.0",
            };
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(VirtualMachine machine, CheckContext context) => base.Concerns(machine, context) && machine.Spice.Count > 0;

    /// <inheritdoc/>
    protected override string Fine(VirtualMachine machine) => "com.redhat.spice.0";
}
