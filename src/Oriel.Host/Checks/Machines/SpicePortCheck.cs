using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Machines;

/// <summary>H41: no two machines want the same port or socket for SPICE.</summary>
internal sealed class SpicePortCheck : HostCheck
{
    /// <inheritdoc/>
    public override string Id => "H41";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Spice;

    /// <inheritdoc/>
    public override string Title => "Every machine has a SPICE address of its own";

    /// <inheritdoc/>
    public override string Symptom => "A second machine does not start (\"address already in use\"), or keyboard and mouse go to another machine than the picture comes from.";

    /// <inheritdoc/>
    public override string LooksAt => "virsh dumpxml of all machines, running and as defined; command lines of QEMU programs";

    /// <inheritdoc/>
    public override string Why => "A port or socket belongs to one server at a time.";

    /// <inheritdoc/>
    public override string Remedy => "Let libvirt choose the port (autoport='yes'), or give every machine its own. oriel view NAME finds it.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var machines = context.Facts<VirtualMachines>();
        var wanted = machines.All.SelectMany(machine => Addresses(machine).Select(address => (Machine: machine, Address: address))).ToList();
        foreach (var group in wanted.GroupBy(one => one.Address, StringComparer.Ordinal).Where(group => group.Count() > 1 && group.Any(one => machines.Chosen.Contains(one.Machine))))
        {
            var names = string.Join(" and ", group.Select(one => one.Machine.IsRunning ? $"{one.Machine.Name} (runs)" : one.Machine.Name));
            var other = group.Select(one => one.Machine).Where(machine => machine.Connection.Length > 0).OrderBy(machine => machine.IsRunning).FirstOrDefault();
            findings.Add(new Finding
            {
                Check = Id, Severity = Severity.Warning, Subject = group.Key, Title = "Several machines want the same SPICE address", Seen = $"{group.Key} is wanted by {names}", Expected = "an address of its own for every machine that is to run beside another",
                Remedy = other is null
                    ? [new RemedyStep("Give one of them another port: -spice port=5901,addr=127.0.0.1,disable-ticketing=on")]
                    :
                    [
                        new RemedyStep("Let libvirt choose the port of one of them", RemedyKind.Command, MachineRemedy.Virsh(other, "edit")),
                        new RemedyStep("Its graphics", RemedyKind.Xml, "<graphics type='spice' autoport='yes'>\n  <listen type='address' address='127.0.0.1'/>\n</graphics>"),
                    ],
            });
        }

        var served = machines.Chosen.Where(machine => machine.Spice.Count > 0).ToList();
        if (findings.Count == 0 && served.Count > 0)
        {
            findings.Add(new Finding { Check = Id, Severity = Severity.Good, Title = Title, Seen = string.Join("; ", served.Select(machine => $"{machine.Name}: {(machine.SpiceAddress.Length > 0 ? machine.SpiceAddress : "chosen at its start")}")) });
        }
    }

    /// <summary>What a machine has now, and what its definition will ask for. Ports count at every address: all of them overlap with "all addresses", and nobody numbers loopback addresses.</summary>
    private static IEnumerable<string> Addresses(VirtualMachine machine) => machine.Spice.Concat(machine.Defined?.Spice ?? [])
        .SelectMany(server => (string[])[server.UnixPath, server.Port > 0 ? $"port {server.Port}" : "", server.TlsPort > 0 ? $"port {server.TlsPort}" : ""]).Where(address => address.Length > 0).Distinct(StringComparer.Ordinal);
}
