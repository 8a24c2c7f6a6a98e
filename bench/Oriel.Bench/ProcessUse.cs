using System.Diagnostics;
using System.Globalization;

namespace Oriel.Bench;

/// <summary>What a process used up to a moment, from /proc: processor time of all its threads, and how often they went to sleep of themselves (each is one wake-up).</summary>
/// <param name="AtTicks">Stopwatch time of the look.</param>
/// <param name="Seconds">User and system time; the kernel counts it in hundredths.</param>
/// <param name="WakeUps">Voluntary context switches of the threads that live.</param>
internal readonly record struct ProcessUse(long AtTicks, double Seconds, long WakeUps)
{
    private const double TicksPerSecond = 100;

    public static ProcessUse Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var seconds = (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        return new ProcessUse(Stopwatch.GetTimestamp(), seconds, Directory.GetDirectories($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/task").Sum(Switches));
    }

    /// <summary>Percent of one processor since another look.</summary>
    public double PercentSince(ProcessUse before) => 100 * (Seconds - before.Seconds) / Stopwatch.GetElapsedTime(before.AtTicks, AtTicks).TotalSeconds;

    /// <summary>Wake-ups a second since another look.</summary>
    public double WakeUpsSince(ProcessUse before) => (WakeUps - before.WakeUps) / Stopwatch.GetElapsedTime(before.AtTicks, AtTicks).TotalSeconds;

    private static long Switches(string task)
    {
        try
        {
            return long.Parse(File.ReadLines(Path.Combine(task, "status")).First(line => line.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The thread ended between the listing and the look.
            return 0;
        }
    }
}
