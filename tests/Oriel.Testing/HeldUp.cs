using System.Globalization;

namespace Oriel.Testing;

/// <summary>
/// How long this machine kept programs from running although they wanted to: what a promise about real time cannot be blamed for. Threads ready to run without a
/// processor (the kernel's own account, /proc/PID/task/*/schedstat), processors the hypervisor took away, and stalls on storage. Waiting of a program's own making,
/// for a lock or a time-out, is not in it, so a program that hangs is never excused.
/// </summary>
public readonly struct HeldUp
{
    private readonly double _milliseconds;

    private HeldUp(double milliseconds) => _milliseconds = milliseconds;

    /// <summary>The accounts as they stand now.</summary>
    /// <param name="processes">Ids of the programs that have to run.</param>
    public static HeldUp Now(params int[] processes)
    {
        ArgumentNullException.ThrowIfNull(processes);
        return new HeldUp(processes.Sum(WaitedForProcessorMs) + StolenMs() + StorageMs());
    }

    /// <summary>Milliseconds between two looks at the same programs.</summary>
    public static double Milliseconds(HeldUp before, HeldUp after) => Math.Max(0, after._milliseconds - before._milliseconds);

    private static double WaitedForProcessorMs(int process)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{process}/task").Sum(thread => Number(File.ReadAllText(Path.Combine(thread, "schedstat")), 1)) / 1e6;
        }
        catch (IOException)
        {
            // It ended, or a thread of it did, while we looked: no excuse then.
            return 0;
        }
    }

    /// <summary>Eighth number of the first line: time of all processors that another guest of the hypervisor had, in hundredths of a second.</summary>
    private static double StolenMs() => Number(File.ReadLines("/proc/stat").First().Replace("cpu  ", "cpu ", StringComparison.Ordinal), 8) * 10 / Environment.ProcessorCount;

    /// <summary>Time in which something waited for storage; kernels without pressure accounts have no such file.</summary>
    private static double StorageMs()
    {
        const string File = "/proc/pressure/io";
        return System.IO.File.Exists(File) ? double.Parse(System.IO.File.ReadLines(File).First().Split("total=")[1], CultureInfo.InvariantCulture) / 1000 : 0;
    }

    private static double Number(string line, int index) => double.Parse(line.Split(' ')[index], CultureInfo.InvariantCulture);
}
