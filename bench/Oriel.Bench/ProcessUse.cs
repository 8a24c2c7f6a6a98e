using System.Diagnostics;
using System.Globalization;

namespace Oriel.Bench;

/// <summary>What a process used up to a moment, from /proc: processor time of all its threads, and how often they went to sleep of themselves (each is one wake-up).</summary>
/// <param name="AtTicks">Stopwatch time of the look.</param>
/// <param name="Seconds">User and system time; the kernel counts it in hundredths.</param>
/// <param name="Threads">Voluntary context switches of each thread that lives.</param>
internal readonly record struct ProcessUse(long AtTicks, double Seconds, IReadOnlyDictionary<string, ThreadUse> Threads)
{
    private const double TicksPerSecond = 100;

    public static ProcessUse Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var seconds = (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        return new ProcessUse(Stopwatch.GetTimestamp(), seconds, ThreadUse.Of(pid));
    }

    /// <summary>Percent of one processor since another look.</summary>
    public double PercentSince(ProcessUse before) => 100 * (Seconds - before.Seconds) / Stopwatch.GetElapsedTime(before.AtTicks, AtTicks).TotalSeconds;

    /// <summary>Wake-ups a second since another look; those of threads that have ended since are not known.</summary>
    public double WakeUpsSince(ProcessUse before) =>
        Threads.Sum(thread => thread.Value.WakeUps - before.Threads.GetValueOrDefault(thread.Key).WakeUps) / Stopwatch.GetElapsedTime(before.AtTicks, AtTicks).TotalSeconds;
}
