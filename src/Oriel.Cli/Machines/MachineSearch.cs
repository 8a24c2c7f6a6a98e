using Oriel.Cli.Commands;
using Oriel.Host.Machines;
using Oriel.Host.Systems;

namespace Oriel.Cli.Machines;

/// <summary>Finds the virtual machine that a command line means. A running one is found by its process, in milliseconds; libvirt is asked only for others.</summary>
internal sealed class MachineSearch
{
    private const int MostListed = 16;

    /// <summary>The host; replaceable in tests.</summary>
    public Func<IHostSystem> System { get; init; } = () => new LiveSystem();

    /// <summary>The machine with this name, UUID or beginning of a UUID. Throws <see cref="OrielException"/> when there is none, or more than one.</summary>
    public VirtualMachine Find(string text)
    {
        var system = System();
        var machines = VirtualMachines.ReadRunning(system);
        var meant = Meant(machines, text, system);
        if (meant.Count == 0)
        {
            machines = VirtualMachines.Read(system);
            meant = Meant(machines, text, system);
        }

        return meant.Count switch
        {
            1 => meant[0],
            0 => throw new OrielException(
                CliErrors.UnknownMachine, $"nothing is named \"{PlainText.Safe(text)}\", and no UUID begins so; {Known(machines)}", "the name of a virtual machine, its UUID, or at least four characters of how that begins",
                "oriel list shows the machines and their regions; --region FILE names a region itself"),
            _ => throw new OrielException(
                CliErrors.AmbiguousMachine, $"\"{PlainText.Safe(text)}\" means {string.Join(" and ", meant.Take(MostListed).Select(Describe))}", "one machine",
                "give more of the UUID, stop the others, or name the region with --region FILE and the SPICE server with --spice"),
        };
    }

    /// <summary>The machine that is shown when none is named: the only one that runs here and has shared memory. Null when there is none or several.</summary>
    /// <param name="others">How many there are, when it is not one.</param>
    public VirtualMachine? OnlyRunning(out IReadOnlyList<VirtualMachine> others)
    {
        var machines = VirtualMachines.ReadRunning(System());
        others = [.. machines.All.Where(machine => machine.Region.Length > 0 && machines.IsTrusted(machine))];
        return others.Count == 1 ? others[0] : null;
    }

    /// <summary>A machine in a few words.</summary>
    public static string Describe(VirtualMachine machine) =>
        PlainText.Safe($"{machine.Name} ({(machine.Uuid is { } uuid ? $"{uuid}, " : "")}{machine.Origin}{(machine.IsRunning ? "" : ", off")})");

    // Another person's process may claim any name: root, who may look at it, has to mean it by its process number.
    private static List<VirtualMachine> Meant(VirtualMachines machines, string text, IHostSystem system)
    {
        var named = machines.Named(text);
        var trusted = named.Where(machines.IsTrusted).ToList();
        return trusted.Count == 0 && system.User.IsRoot ? [.. named] : trusted;
    }

    private static string Known(VirtualMachines machines)
    {
        var known = machines.All.Where(machines.IsTrusted).ToList();
        var unseen = machines.Sources.Where(source => source.Missing is Missing.Denied or Missing.Failed).Select(source => PlainText.Safe($"; {source.Name} could not be looked at: {source.Why}"));
        return (known.Count == 0 ? "no virtual machine was found" : $"there are {string.Join(", ", known.Take(MostListed).Select(Describe))}{(known.Count > MostListed ? ", …" : "")}") + string.Concat(unseen);
    }
}
