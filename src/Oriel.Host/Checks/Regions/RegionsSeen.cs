using Oriel.Host.Machines;
using Oriel.Host.Probes;
using Oriel.Host.Systems;
using Oriel.Memory;
using System.Text.Json;

namespace Oriel.Host.Checks.Regions;

/// <summary>
/// The regions of this host that matter: the one the user named; else those of the machines, what is served, the usual places, and whatever in /dev/shm holds a session. All are looked into at once.
/// </summary>
internal sealed class RegionsSeen : IHostFacts<RegionsSeen>
{
    private const string SharedMemory = "/dev/shm";
    private const string SystemSockets = "/run/oriel";
    private const int MostFiles = 256;
    private static readonly string[] s_usual = ["/dev/shm/oriel", "/dev/shm/looking-glass"];

    private RegionsSeen(IReadOnlyList<RegionPlace> all) => All = all;

    /// <summary>All of them.</summary>
    public IReadOnlyList<RegionPlace> All { get; }

    /// <inheritdoc/>
    public static RegionsSeen Read(CheckContext context)
    {
        var places = Candidates(context).DistinctBy(place => place.Path, StringComparer.Ordinal).Select(place => place with { Stat = context.System.Stat(place.Path) }).ToList();

        // What does not exist needs no look; a machine's and the asked one stay to be told about.
        var there = places.Where(place => !place.Stat.IsAbsent).ToList();
        var seen = Look(context.System, there);
        return new RegionsSeen(
        [
            .. places.Select(place => place with { Inside = seen.GetValueOrDefault(place.Path) })
                .Where(place => place.Reason is RegionReason.Asked or RegionReason.Machine || !place.Stat.IsAbsent)
                .Where(place => place.Reason != RegionReason.Found || place.Inside is { State: not (null or "no-producer") }),
        ]);
    }

    private static Dictionary<string, RegionSight> Look(IHostSystem system, IReadOnlyList<RegionPlace> places)
    {
        var seen = new Dictionary<string, RegionSight>(StringComparer.Ordinal);
        if (places.Count == 0 || system.Probe(HostProbes.Regions, string.Join('\n', places.Select(place => place.Source))) is not { IsSeen: true, Value: { } json })
        {
            return seen;
        }

        var sights = JsonSerializer.Deserialize(json, SightJson.Default.RegionSightArray) ?? [];
        for (var i = 0; i < Math.Min(sights.Length, places.Count); i++)
        {
            seen[places[i].Path] = sights[i];
        }

        return seen;
    }

    private static IEnumerable<RegionPlace> Candidates(CheckContext context)
    {
        var machines = context.Facts<VirtualMachines>();
        if (context.Options.Region.Length > 0)
        {
            var path = PathOf(context.System, context.Options.Region);
            var owner = Owner(machines.All, path);
            yield return new RegionPlace(context.Options.Region, path, RegionReason.Asked) { Machine = owner.Machine, Memory = owner.Memory };
            yield break;
        }

        foreach (var machine in machines.Chosen)
        {
            foreach (var memory in machine.SharedMemory.Where(memory => memory.Source.Length > 0 && IsSafe(memory.Place)))
            {
                yield return new RegionPlace(memory.Source, memory.Place, RegionReason.Machine) { Machine = machine, Memory = memory };
            }
        }

        if (context.Options.Machine.Length > 0)
        {
            yield break;
        }

        foreach (var folder in (string[])[OwnSockets(context.System), SystemSockets])
        {
            foreach (var socket in Names(context.System, folder).Where(name => name.EndsWith(".sock", StringComparison.Ordinal)))
            {
                yield return new RegionPlace($"{DoorbellSource.Prefix}{folder}/{socket}", $"{folder}/{socket}", RegionReason.Served);
            }
        }

        foreach (var device in Names(context.System, "/dev").Where(name => name.StartsWith("kvmfr", StringComparison.Ordinal) && name[5..].All(char.IsAsciiDigit)))
        {
            yield return new RegionPlace($"/dev/{device}", $"/dev/{device}", RegionReason.Usual);
        }

        foreach (var file in s_usual)
        {
            yield return new RegionPlace(file, file, RegionReason.Usual);
        }

        foreach (var file in Names(context.System, SharedMemory).Take(MostFiles).Where(IsSafe).Select(name => $"{SharedMemory}/{name}").Where(file => context.System.Stat(file) is { Value: { Kind: PathKind.File, CanRead: true } }))
        {
            yield return new RegionPlace(file, file, RegionReason.Found);
        }
    }

    // One line of the probe's argument is one region.
    private static bool IsSafe(string path) => !path.Any(char.IsControl);

    private static IReadOnlyList<string> Names(IHostSystem system, string folder) => system.List(folder).Value ?? [];

    private static (VirtualMachine? Machine, MachineMemory? Memory) Owner(IReadOnlyList<VirtualMachine> machines, string path) =>
        machines.SelectMany(machine => machine.SharedMemory.Select(memory => (Machine: machine, Memory: memory))).FirstOrDefault(pair => pair.Memory.Place == path);

    /// <summary>The file behind what a user wrote: kvmfr0, doorbell:NAME, or a path.</summary>
    private static string PathOf(IHostSystem system, string source)
    {
        if (source.StartsWith(DoorbellSource.Prefix, StringComparison.Ordinal))
        {
            var rest = source[DoorbellSource.Prefix.Length..];
            if (rest.Contains('/', StringComparison.Ordinal))
            {
                return rest;
            }

            var own = $"{OwnSockets(system)}/{rest}.sock";
            return system.Stat(own).IsAbsent && system.Stat($"{SystemSockets}/{rest}.sock").IsSeen ? $"{SystemSockets}/{rest}.sock" : own;
        }

        return source.StartsWith("kvmfr", StringComparison.Ordinal) ? $"/dev/{source}" : source;
    }

    /// <summary>As <see cref="DoorbellSource.OwnFolder"/>, of the system that is looked at.</summary>
    private static string OwnSockets(IHostSystem system)
    {
        var runtime = system.Variable("XDG_RUNTIME_DIR") is { Length: > 0 } given && given.StartsWith('/') ? given : $"/run/user/{system.User.Uid}";
        return system.Stat(runtime).IsSeen ? $"{runtime.TrimEnd('/')}/oriel" : system.User.IsRoot ? SystemSockets : $"/tmp/oriel-{system.User.Uid}";
    }
}
