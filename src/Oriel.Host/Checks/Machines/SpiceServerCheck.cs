using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>H40: the machine has a SPICE server, where the viewer can reach it and others cannot.</summary>
internal sealed class SpiceServerCheck : MachineCheck
{
    private const string Xml = "<graphics type='spice' autoport='yes'>\n  <listen type='address' address='127.0.0.1'/>\n</graphics>";

    /// <inheritdoc/>
    public override string Id => "H40";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Spice;

    /// <inheritdoc/>
    public override string Title => "The machine has a SPICE server";

    /// <inheritdoc/>
    public override string Symptom => "No keyboard, mouse, sound or clipboard; no picture of firmware and boot; \"cannot connect to the SPICE server\".";

    /// <inheritdoc/>
    public override string Why => "Shared memory carries the picture only. Keyboard, mouse, sound, clipboard and the picture before the agent runs come through SPICE.";

    /// <inheritdoc/>
    public override string Remedy => "Give the machine SPICE graphics that listen at 127.0.0.1 or a Unix socket.";

    /// <inheritdoc/>
    protected override IEnumerable<MachineFault> Faults(VirtualMachine machine, CheckContext context)
    {
        const string Arguments = "with -spice port=5900,addr=127.0.0.1,disable-ticketing=on";
        if (machine.Spice.Count == 0)
        {
            var hasInput = machine.Inputs.Any(input => input.Type == "evdev");
            yield return new MachineFault("none", hasInput ? Severity.Warning : Severity.Problem, "The machine has no SPICE server", hasInput ? "no graphics of type spice; keyboard and mouse go to it by evdev" : "no graphics of type spice", "SPICE graphics at 127.0.0.1 or a Unix socket")
            {
                XmlText = "Put this into <devices>, in place of other <graphics>", Xml = Xml, Arguments = Arguments,
            };
        }

        foreach (var server in machine.Spice.Where(server => server.Address.Length == 0 && !server.ChoosesPort))
        {
            yield return new MachineFault("nowhere", Severity.Problem, "The SPICE server listens nowhere", "graphics of type spice without port and socket", "a port at 127.0.0.1, or a Unix socket")
            {
                XmlText = "Let it listen", Xml = Xml, Arguments = Arguments,
            };
        }

        foreach (var server in machine.Spice.Where(server => server is { IsOpenToNetwork: true, WantsTicket: false } && machine.Arguments.Count > 0))
        {
            yield return new MachineFault("open", Severity.Warning, "Everybody on the network can use the machine", $"SPICE listens at {(server.Host.Length > 0 ? server.Host : "all addresses")} and asks for no password", "SPICE at 127.0.0.1, or a password")
            {
                XmlText = "Let it listen at 127.0.0.1 only", Xml = Xml, Arguments = $"with -spice port={Math.Max(server.Port, server.TlsPort)},addr=127.0.0.1,disable-ticketing=on", SetupDoesIt = false,
            };
        }
    }

    /// <inheritdoc/>
    protected override string Fine(VirtualMachine machine) => machine.SpiceAddress.Length > 0 ? machine.SpiceAddress : "libvirt chooses the port when it starts";
}
