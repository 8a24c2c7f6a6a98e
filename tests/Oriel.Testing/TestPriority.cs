using System.Runtime.InteropServices;

namespace Oriel.Testing;

/// <summary>For tests of real time on machines that have other things to do.</summary>
public static class TestPriority
{
    private const int PrioProcess = 0;

    /// <summary>
    /// Asks the scheduler to prefer this process: every thread it has, those they start, and programs they start. Does nothing where that is not permitted.
    /// </summary>
    /// <param name="nice">-20 (most) to 0.</param>
    public static void Raise(int nice = -10)
    {
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            _ = SetPriority(PrioProcess, int.Parse(Path.GetFileName(task)), nice);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, int who, int priority);
}
