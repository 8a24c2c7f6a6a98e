using Oriel.Host.Machines;
using Oriel.Host.Probes;
using Oriel.Host.Systems;
using System.Text.Json;

namespace Oriel.Host.Checks.Spice;

/// <summary>A SPICE server of a running machine, greeted.</summary>
/// <param name="Machine">The machine; null for the address the viewer uses when nothing is known.</param>
/// <param name="Server">As the machine says it.</param>
/// <param name="Address">As <c>--spice</c> takes it.</param>
/// <param name="Sight">What answered; null when nothing could be asked.</param>
/// <param name="Clients">Clients that are connected, as far as the kernel tells; null = unknown.</param>
internal sealed record SpiceServerSeen(VirtualMachine? Machine, MachineSpice Server, string Address, SpiceSight? Sight, int? Clients)
{
    /// <summary>Name for findings.</summary>
    public string Subject => Machine?.Name ?? Address;
}

/// <summary>The SPICE servers of the running machines; with no machine in sight, the address the viewer uses by default.</summary>
internal sealed class SpiceSeen : IHostFacts<SpiceSeen>
{
    /// <summary>Where the viewer looks when no other server is named.</summary>
    public const string DefaultAddress = "127.0.0.1:5900";

    private SpiceSeen(IReadOnlyList<SpiceServerSeen> all) => All = all;

    /// <summary>All of them.</summary>
    public IReadOnlyList<SpiceServerSeen> All { get; }

    /// <inheritdoc/>
    public static SpiceSeen Read(CheckContext context)
    {
        var machines = context.Facts<VirtualMachines>();
        var running = Chosen(context, machines).Where(machine => machine.IsRunning).ToList();
        var all = running.SelectMany(machine => machine.Spice.Where(server => server.Address.Length > 0).Select(server => Look(context.System, machine, server))).ToList();
        if (machines.All.Count == 0 && context.Options is { Machine: "", Region: "" })
        {
            all.Add(Look(context.System, null, new MachineSpice("127.0.0.1", 5900, 0, "", WantsTicket: false)));
        }

        return new SpiceSeen(all);
    }

    /// <summary>A named region means the machine that has it.</summary>
    private static IEnumerable<VirtualMachine> Chosen(CheckContext context, VirtualMachines machines) =>
        context.Options.Region.Length == 0 ? machines.Chosen
        : context.Facts<Regions.RegionsSeen>().All.Select(place => place.Machine).OfType<VirtualMachine>();

    private static SpiceServerSeen Look(IHostSystem system, VirtualMachine? machine, MachineSpice server)
    {
        var sight = system.Probe(HostProbes.Spice, server.Address);
        int? clients = server.UnixPath.Length > 0 ? Connections.ToSocket(system, server.UnixPath)
            : Connections.IsLocal(server.Host) || server.Host is "0.0.0.0" or "::" or "*" ? Connections.ToPort(system, server.Port > 0 ? server.Port : server.TlsPort) : null;
        return new SpiceServerSeen(machine, server, server.Address, sight.IsSeen ? JsonSerializer.Deserialize(sight.Value!, SightJson.Default.SpiceSight) : null, clients);
    }
}
