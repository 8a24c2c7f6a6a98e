using Oriel.Cli.Machines;
using Oriel.Host.Machines;
using Oriel.Memory;
using Oriel.Protocol.Lgmp;

namespace Oriel.Cli;

/// <summary>How a region was chosen.</summary>
internal enum RegionOrigin
{
    /// <summary>Named on the command line.</summary>
    Option,

    /// <summary>Named by <see cref="RegionSearch.EnvironmentVariable"/>.</summary>
    Environment,

    /// <summary>Named by the settings, for commands that do not read the other ones.</summary>
    Settings,

    /// <summary>It is the named machine's.</summary>
    Machine,

    /// <summary>It is that of the only machine that runs.</summary>
    OnlyMachine,

    /// <summary>The only usual place that exists.</summary>
    OnlyCandidate,

    /// <summary>Several exist; this one's producer is alive.</summary>
    LiveCandidate,

    /// <summary>Several exist and none is alive: the first in order.</summary>
    FirstCandidate,

    /// <summary>None exists: where Oriel's own set-up puts it.</summary>
    Default,
}

/// <summary>The region a command works on.</summary>
/// <param name="Source">File, device, socket, <c>kvmfrN</c>, <c>pci:N</c> or <c>doorbell:NAME</c>, for <see cref="Region.Open"/>.</param>
/// <param name="Origin">Why this one.</param>
internal sealed record RegionChoice(string Source, RegionOrigin Origin)
{
    /// <summary>Name of the virtual machine it is of; empty when none was looked up.</summary>
    public string MachineName { get; init; } = "";

    /// <summary>Its UUID.</summary>
    public Guid? MachineUuid { get; init; }

    /// <summary>Its SPICE server as <c>--spice</c> takes it; empty when it has none that could be reached now; null when no machine was looked up.</summary>
    public string? Spice { get; init; }

    /// <summary>Other machines that run and could have been meant.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The reason as a clause, for messages.</summary>
    public string Reason => Origin switch
    {
        RegionOrigin.Option => "given with --region",
        RegionOrigin.Environment => $"given by ${RegionSearch.EnvironmentVariable}",
        RegionOrigin.Settings => "given in the settings",
        RegionOrigin.Machine => $"that of the virtual machine {MachineName}",
        RegionOrigin.OnlyMachine => $"that of {MachineName}, the only virtual machine that runs",
        RegionOrigin.OnlyCandidate => "the only one found",
        RegionOrigin.LiveCandidate => "its producer is alive",
        RegionOrigin.FirstCandidate => "the first of several, none alive",
        _ => "the default: none was found",
    };
}

/// <summary>Finds the region when none is named: the environment, the settings, then the usual places.</summary>
internal sealed class RegionSearch
{
    /// <summary>Names the region for every command.</summary>
    public const string EnvironmentVariable = "ORIEL_REGION";

    /// <summary>Begins the name of a virtual machine where a region is expected.</summary>
    public const string MachinePrefix = "vm:";

    /// <summary>Where Oriel's own set-up puts the region.</summary>
    public const string DefaultSource = "/dev/shm/oriel";

    // Every layout writes its heartbeat at least each 250 ms (lgmp.md section 3); a little more covers a busy machine.
    private static readonly TimeSpan s_heartbeatWait = TimeSpan.FromMilliseconds(400);

    /// <summary>Usual places, best first; replaceable in tests.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = ["/dev/kvmfr0", DefaultSource, "/dev/shm/looking-glass"];

    /// <summary>Sockets of ivshmem servers that run; they come before the usual places. Replaceable in tests.</summary>
    public Func<IReadOnlyList<string>> Served { get; init; } = DoorbellSource.Find;

    /// <summary>Finds virtual machines; replaceable in tests. Null: machines are found only when named.</summary>
    public MachineSearch? Machines { get; init; }

    /// <summary>The region that the settings name; null or empty when they name none, and null by default.</summary>
    public Func<string?>? Settings { get; init; }

    /// <summary>Reads an environment variable; replaceable in tests.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>
    /// Chooses. Opens regions (read-only) only when several candidates exist, and then waits at most 400 ms for a heartbeat. Throws <see cref="OrielException"/> when a machine is named that is not there, or has no region.
    /// </summary>
    /// <param name="given">The option's value; null or empty when it was not given.</param>
    /// <param name="machine">Name or UUID of a virtual machine; null or empty when it was not given.</param>
    public RegionChoice Choose(string? given, string? machine = null)
    {
        if (string.IsNullOrEmpty(machine) && given?.StartsWith(MachinePrefix, StringComparison.Ordinal) == true)
        {
            return Of(given[MachinePrefix.Length..], "");
        }

        if (!string.IsNullOrEmpty(machine))
        {
            return Of(machine, given);
        }

        if (!string.IsNullOrEmpty(given))
        {
            return new RegionChoice(given, RegionOrigin.Option);
        }

        if (Environment(EnvironmentVariable) is { Length: > 0 } fromEnvironment)
        {
            return Standing(fromEnvironment, RegionOrigin.Environment);
        }

        if (Settings?.Invoke() is { Length: > 0 } fromSettings)
        {
            return Standing(fromSettings, RegionOrigin.Settings);
        }

        IReadOnlyList<VirtualMachine> running = [];
        if (Machines?.OnlyRunning(out running) is { } only)
        {
            return With(new RegionChoice(only.Region, RegionOrigin.OnlyMachine), only);
        }

        List<string> existing = [.. Served(), .. Candidates.Where(File.Exists)];
        var choice = existing.Count switch
        {
            0 => new RegionChoice(DefaultSource, RegionOrigin.Default),
            1 => new RegionChoice(existing[0], RegionOrigin.OnlyCandidate),
            _ when FindLive(existing) is { } live => new RegionChoice(live, RegionOrigin.LiveCandidate),
            _ => new RegionChoice(existing[0], RegionOrigin.FirstCandidate),
        };
        return running.Count < 2 ? choice
            : running.FirstOrDefault(one => one.SharedMemory.Any(memory => memory.Source == choice.Source || memory.Place == choice.Source)) is { } owner ? With(choice, owner) with { Others = [.. running.Except([owner]).Select(one => one.Name)] }
            : choice with { Others = [.. running.Select(one => one.Name)] };
    }

    private RegionChoice Standing(string value, RegionOrigin origin) =>
        value.StartsWith(MachinePrefix, StringComparison.Ordinal) ? Of(value[MachinePrefix.Length..], "") : new RegionChoice(value, origin);

    /// <summary>The region of a named machine; one that is given beside it wins, the machine then lends its name and SPICE server.</summary>
    private RegionChoice Of(string name, string? given)
    {
        var machine = (Machines ?? new MachineSearch()).Find(name);
        if (!string.IsNullOrEmpty(given))
        {
            return With(new RegionChoice(given, RegionOrigin.Option), machine);
        }

        return machine.Region.Length > 0
            ? With(new RegionChoice(machine.Region, RegionOrigin.Machine), machine)
            : throw new OrielException(
                CliErrors.MachineWithoutRegion, $"{MachineSearch.Describe(machine)} has no ivshmem device whose file, device or server is known", "a shmem device, through which its picture comes",
                "oriel setup adds one: oriel setup NAME (or oriel setup --qemu for the arguments of QEMU); --region FILE names a region itself");
    }

    private static RegionChoice With(RegionChoice choice, VirtualMachine machine) => choice with { MachineName = machine.Name, MachineUuid = machine.Uuid, Spice = machine.SpiceAddress };

    private static string? FindLive(List<string> existing)
    {
        var watched = new List<(string Source, Region Region, ulong Offset, ulong First)>();
        try
        {
            foreach (var source in existing)
            {
                Watch(source, watched);
            }

            string? live = null;
            _ = watched.Count > 0 && SpinWait.SpinUntil(
                () =>
                {
                    live = watched.Find(one => one.Region.ReadUInt64(one.Offset) != one.First).Source;
                    return live is not null;
                },
                s_heartbeatWait);
            return live;
        }
        finally
        {
            watched.ForEach(one => one.Region.Dispose());
        }
    }

    private static void Watch(string source, List<(string Source, Region Region, ulong Offset, ulong First)> watched)
    {
        Region region;
        try
        {
            region = Region.Open(source, RegionAccess.ReadOnly);
        }
        catch (OrielException)
        {
            // Not readable: it cannot be shown to be alive, and the command that is given it will say why.
            return;
        }

        var head = new byte[Math.Min(region.Length, LgmpDetection.HeadBytes)];
        region.CopyOut(0, head);
        if (LgmpDetection.Detect(head, region.Length, out var found) == LgmpDetectionKind.Layout)
        {
            var offset = (ulong)found.Layout!.TimestampOffset;
            watched.Add((source, region, offset, region.ReadUInt64(offset)));
        }
        else
        {
            region.Dispose();
        }
    }
}
