using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Oriel.Host.Machines;
using Oriel.Host.Systems;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel list</c>: which virtual machines and regions there are, and what is alive in them.</summary>
internal static class ListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var paths = new Argument<string[]>("FILE|DEVICE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "More places to look at besides those of virtual machines, /dev/shm, /dev/kvmfr* and what \"oriel serve\" serves; vm:NAME is that of a machine.",
        };
        paths.Validators.Add(PlainText.RefuseUnknownOptions);
        var json = new Option<bool>("--json") { Description = "Print a JSON array, one object for each region." };
        var all = new Option<bool>("--all", "-a") { Description = "List files in /dev/shm that hold no session, too." };
        var noMachines = new Option<bool>("--no-machines") { Description = "Ask neither libvirt nor /proc for virtual machines: regions only." };
        var names = new Option<bool>("--names") { Description = "Print the names of virtual machines only, one a line: for shells that complete them." };
        var command = new Command(
            "list",
            "Finds virtual machines and regions and tells what is alive in them: protocol versions, mode and rate, who looks, the agent's build, the SPICE server, and how well it is. "
            + "Watches every region for up to 1.1 s, all at once; writes nothing.\n\n"
            + "Examples:\n"
            + "  oriel list\n"
            + "  oriel list --json | jq -r '.[] | select(.alive) | .path'\n"
            + "  oriel list /mnt/vm/region.bin\n"
            + "  oriel list --no-machines\n\n"
            + "States: live (heartbeat moves), stopped (a session without heartbeat), no-producer, version-mismatch, session-refused, undecided, session-lost, "
            + "unreadable, no-region (a machine whose region is not there). Health: good, warning, problem, no-picture (the agent says why), no-agent, off, no-region; oriel doctor NAME says what to do. "
            + "The rate is counted by the numbers of the frames; without a viewer there is none, as an agent need not make pictures that nobody gets. Exit status: 0, or 3 when a region that was named cannot be opened.");
        command.Arguments.Add(paths);
        command.Options.Add(json);
        command.Options.Add(all);
        command.Options.Add(noMachines);
        command.Options.Add(names);
        command.SetAction(parsed => parsed.GetValue(names) ? WriteNames(new LiveSystem()) : Run([.. (parsed.GetValue(paths) ?? []).Select(RegionOption.Named)], parsed.GetValue(json), parsed.GetValue(all), parsed.GetValue(noMachines) ? null : new ListMachines(new LiveSystem())));
        return command;
    }

    // Shells put these words on the command line as they are: a name that means something to one of them is left out.
    private static int WriteNames(LiveSystem system)
    {
        var machines = VirtualMachines.Read(system);
        foreach (var name in machines.All.Where(machines.IsTrusted).Select(machine => machine.Name).Where(name => name.Length > 0 && name[0] != '-' && name.All(c => char.IsAsciiLetterOrDigit(c) || "._+@:-".Contains(c, StringComparison.Ordinal))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Console.Out.WriteLine(name);
        }

        return ExitCodes.Success;
    }

    private static int Run(string[] paths, bool json, bool all, ListMachines? machines)
    {
        var scan = new ListScan { OfMachines = machines?.Regions ?? [] };
        var regions = scan.Run(paths, all);
        var entries = machines?.Join(regions) ?? regions;
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(entries, ListJsonContext.Default.IReadOnlyListListEntry));
        }
        else
        {
            ListText.Write(Console.Out, entries, scan.OtherFiles, machines?.Unseen ?? []);
        }

        var named = paths.ToHashSet(StringComparer.Ordinal);
        return entries.Any(e => e.State == "unreadable" && named.Contains(e.Path)) ? ExitCodes.Region : ExitCodes.Success;
    }
}

/// <summary>Source-generated serializer of the list.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ListEntry>))]
internal sealed partial class ListJsonContext : JsonSerializerContext;
