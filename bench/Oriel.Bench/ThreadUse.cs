using System.Globalization;

namespace Oriel.Bench;

/// <summary>What one thread of a process used up to a moment, from /proc.</summary>
/// <param name="Name">Its name, cut by the kernel to 15 characters.</param>
/// <param name="Nanoseconds">On a processor.</param>
/// <param name="WakeUps">Voluntary context switches.</param>
internal readonly record struct ThreadUse(string Name, long Nanoseconds, long WakeUps)
{
    /// <summary>All threads that live, by number.</summary>
    public static Dictionary<string, ThreadUse> Of(int pid)
    {
        Dictionary<string, ThreadUse> threads = [];
        foreach (var task in Directory.GetDirectories($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/task"))
        {
            try
            {
                var switches = File.ReadLines(Path.Combine(task, "status")).First(line => line.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal)).Split('\t')[1];
                var time = File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0];
                threads[Path.GetFileName(task)] = new ThreadUse(
                    File.ReadAllText(Path.Combine(task, "comm")).Trim(), long.Parse(time, CultureInfo.InvariantCulture), long.Parse(switches, CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // It ended between the listing and the look.
            }
        }

        return threads;
    }

    /// <summary>Prints what woke up at all between two looks, most often first.</summary>
    public static void Print(string process, Dictionary<string, ThreadUse> before, Dictionary<string, ThreadUse> after, double seconds)
    {
        var used = after.Select(thread => (thread.Value.Name, WakeUps: thread.Value.WakeUps - before.GetValueOrDefault(thread.Key).WakeUps, Time: thread.Value.Nanoseconds - before.GetValueOrDefault(thread.Key).Nanoseconds));
        foreach (var (name, wakeUps, time) in used.Where(thread => thread.WakeUps > 0).OrderByDescending(thread => thread.WakeUps))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {process}: {name,-15} {wakeUps / seconds,6:0.0} wake-ups/s, {time / seconds / 1e7:0.000} % of a core"));
        }
    }
}
