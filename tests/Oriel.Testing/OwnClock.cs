using System.Diagnostics;
using System.Globalization;

namespace Oriel.Testing;

/// <summary>
/// Time that programs under test had for themselves: wall time less what this machine kept them from running although they wanted to, which a promise about real time
/// cannot be blamed for. That is threads ready to run without a processor (the kernel's own account, /proc/PID/task/*/schedstat), processors the hypervisor took
/// away, and stalls on storage. Waiting of a program's own making, for a lock or a time-out, is not subtracted, so a program that hangs is never excused.
/// </summary>
public sealed class OwnClock
{
    private readonly int[] _processes;
    private readonly long _began;
    private readonly double _heldUpMs;

    private OwnClock(int[] processes)
    {
        _processes = processes;
        _began = Stopwatch.GetTimestamp();
        _heldUpMs = ReadHeldUpMs();
    }

    /// <summary>Wall time since the start, milliseconds.</summary>
    public double ElapsedMs => Stopwatch.GetElapsedTime(_began).TotalMilliseconds;

    /// <summary>How much of it the machine held the programs up, milliseconds. Reads the kernel's accounts: for every 10 ms, not for tight loops.</summary>
    public double HeldUpMs => Math.Max(0, ReadHeldUpMs() - _heldUpMs);

    /// <summary>What remains.</summary>
    public double OwnMs => Math.Max(0, ElapsedMs - HeldUpMs);

    /// <summary>Starts a clock.</summary>
    /// <param name="processes">Ids of the programs that have to run; none = this test process.</param>
    public static OwnClock Start(params int[] processes)
    {
        ArgumentNullException.ThrowIfNull(processes);
        return new OwnClock(processes.Length == 0 ? [Environment.ProcessId] : processes);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ElapsedMs:0} ms, of which the machine held up {HeldUpMs:0}";

    private double ReadHeldUpMs() => _processes.Sum(WaitedForProcessorMs) + StolenMs() + StorageMs();

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
        const string Account = "/proc/pressure/io";
        return File.Exists(Account) ? double.Parse(File.ReadLines(Account).First().Split("total=")[1], CultureInfo.InvariantCulture) / 1000 : 0;
    }

    private static double Number(string line, int index) => double.Parse(line.Split(' ')[index], CultureInfo.InvariantCulture);
}
