using Oriel.Host.Checks;
using Oriel.Host.Checks.Machines;
using Oriel.Host.Machines;
using Oriel.Host.Systems;

namespace Oriel.Cli.Commands;

/// <summary>Joins the regions that were found with the virtual machines of this host.</summary>
/// <param name="system">The host.</param>
internal sealed class ListMachines(IHostSystem system)
{
    private readonly CheckContext _context = new(system);
    private IReadOnlyList<Finding>? _findings;

    private VirtualMachines Machines => _context.Facts<VirtualMachines>();

    /// <summary>Places of machines' regions, to be looked at even where nobody would search for them.</summary>
    public IReadOnlyList<string> Regions => [.. Machines.All.Where(Machines.IsTrusted).SelectMany(machine => machine.SharedMemory).Where(memory => IsThere(memory)).Select(memory => memory.Source).Distinct(StringComparer.Ordinal)];

    /// <summary>What could not be looked at, in words.</summary>
    public IReadOnlyList<string> Unseen => [.. Machines.Sources.Where(source => source.Missing is Missing.Denied or Missing.Failed).Select(source => $"{source.Name}: {source.Why}")];

    /// <summary>The regions with their machines and their health, and the machines that have no region there, with the reason.</summary>
    public IReadOnlyList<ListEntry> Join(IReadOnlyList<ListEntry> regions)
    {
        var joined = new List<ListEntry>();
        var shown = new HashSet<VirtualMachine>(ReferenceEqualityComparer.Instance);
        foreach (var entry in regions)
        {
            var owner = Owner(entry);
            if (owner is not null)
            {
                shown.Add(owner);
            }

            joined.Add(owner is null ? entry with { Health = Health(entry, null, out var trouble), Trouble = trouble } : With(entry, owner));
        }

        joined.AddRange(Machines.All.Where(machine => !shown.Contains(machine)).Select(Absent));
        return joined;
    }

    // The place says whose region it is; where two machines use the same one, that which runs. The agent's word (the UUID it reads from the firmware) serves where no description could be read.
    private VirtualMachine? Owner(ListEntry entry)
    {
        var place = ListScan.Place(entry.Path);
        return Machines.All.Where(Machines.IsTrusted).FirstOrDefault(machine => machine.SharedMemory.Any(memory => memory.Place.Length > 0 && ListScan.Place(memory.Source) == place))
            ?? (Guid.TryParseExact(entry.Uuid, "D", out var uuid) ? Machines.All.FirstOrDefault(machine => machine.Uuid == uuid && machine.SharedMemory.Count == 0 && Machines.IsTrusted(machine)) : null);
    }

    private ListEntry With(ListEntry entry, VirtualMachine machine) => entry with
    {
        Machine = machine.Name,
        Uuid = machine.Uuid?.ToString() ?? entry.Uuid,
        Running = machine.IsRunning,
        Connection = machine.Connection.Length > 0 ? machine.Connection : null,
        Spice = machine.SpiceAddress.Length > 0 ? machine.SpiceAddress : null,
        Health = Health(entry, machine, out var trouble),
        Trouble = trouble,
    };

    private ListEntry Absent(VirtualMachine machine)
    {
        var entry = new ListEntry
        {
            Path = machine.Region,
            State = "no-region",
            Reason = machine.Region.Length == 0 ? "no shared memory device" : machine.IsRunning ? $"{machine.Region} cannot be found" : "off: its shared memory comes when it starts",
        };
        return With(entry, machine) with { Health = machine.Region.Length == 0 && !machine.IsRunning ? "off" : With(entry, machine).Health };
    }

    private string Health(ListEntry entry, VirtualMachine? machine, out string? trouble)
    {
        trouble = null;
        var finding = machine is null ? null : Findings.Where(finding => IsAbout(finding, machine)).OrderByDescending(finding => finding.Severity).FirstOrDefault();
        if (finding is { Severity: Severity.Problem })
        {
            trouble = finding.Title;
            return "problem";
        }

        switch (entry.State)
        {
            case "live" when entry.GuestTrouble is null:
                trouble = finding?.Title;
                return finding is null ? "good" : "warning";
            case "live":
                trouble = entry.GuestTrouble;
                return "no-picture";
            case "no-region":
                trouble = finding?.Title ?? entry.Reason;
                return machine is { IsRunning: true, Region.Length: > 0 } ? "problem" : machine is { IsRunning: false } ? "off" : "no-region";
            case "stopped" or "no-producer" when machine is { IsRunning: false }:
                return "off";
            case "stopped" or "no-producer":
                trouble = "the guest's agent does not run";
                return "no-agent";
            default:
                trouble = entry.Reason;
                return "problem";
        }
    }

    private IReadOnlyList<Finding> Findings => _findings ??= [.. CheckRun.Of(MachineChecks.All, _context).SelectMany(result => result.Findings).Where(finding => finding.Severity >= Severity.Warning)];

    private static bool IsAbout(Finding finding, VirtualMachine machine) =>
        finding.Subject == machine.Name || machine.SharedMemory.Any(memory => memory.Place.Length > 0 && memory.Place == finding.Subject) || machine.Spice.Any(server => server.Port > 0 && finding.Subject == $"port {server.Port}");

    private bool IsThere(MachineMemory memory) => memory.Place.Length > 0 && system.Stat(memory.Place) is { Missing: Missing.Nothing or Missing.Denied };
}
