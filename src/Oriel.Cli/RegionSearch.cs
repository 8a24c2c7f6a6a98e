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
    /// <summary>The reason as a clause, for messages.</summary>
    public string Reason => Origin switch
    {
        RegionOrigin.Option => "given with --region",
        RegionOrigin.Environment => $"given by ${RegionSearch.EnvironmentVariable}",
        RegionOrigin.OnlyCandidate => "the only one found",
        RegionOrigin.LiveCandidate => "its producer is alive",
        RegionOrigin.FirstCandidate => "the first of several, none alive",
        _ => "the default: none was found",
    };
}

/// <summary>Finds the region when none is named: the environment, then the usual places.</summary>
internal sealed class RegionSearch
{
    /// <summary>Names the region for every command.</summary>
    public const string EnvironmentVariable = "ORIEL_REGION";

    /// <summary>Where Oriel's own set-up puts the region.</summary>
    public const string DefaultSource = "/dev/shm/oriel";

    // Every layout writes its heartbeat at least each 250 ms (lgmp.md section 3); a little more covers a busy machine.
    private static readonly TimeSpan s_heartbeatWait = TimeSpan.FromMilliseconds(400);

    /// <summary>Usual places, best first; replaceable in tests.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = ["/dev/kvmfr0", DefaultSource, "/dev/shm/looking-glass"];

    /// <summary>Sockets of ivshmem servers that run; they come before the usual places. Replaceable in tests.</summary>
    public Func<IReadOnlyList<string>> Served { get; init; } = DoorbellSource.Find;

    /// <summary>Reads an environment variable; replaceable in tests.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Chooses. Opens regions (read-only) only when several candidates exist, and then waits at most 400 ms for a heartbeat.</summary>
    /// <param name="given">The option's value; null or empty when it was not given.</param>
    public RegionChoice Choose(string? given)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return new RegionChoice(given, RegionOrigin.Option);
        }

        if (Environment(EnvironmentVariable) is { Length: > 0 } fromEnvironment)
        {
            return new RegionChoice(fromEnvironment, RegionOrigin.Environment);
        }

        List<string> existing = [.. Served(), .. Candidates.Where(File.Exists)];
        return existing.Count switch
        {
            0 => new RegionChoice(DefaultSource, RegionOrigin.Default),
            1 => new RegionChoice(existing[0], RegionOrigin.OnlyCandidate),
            _ when FindLive(existing) is { } live => new RegionChoice(live, RegionOrigin.LiveCandidate),
            _ => new RegionChoice(existing[0], RegionOrigin.FirstCandidate),
        };
    }

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
