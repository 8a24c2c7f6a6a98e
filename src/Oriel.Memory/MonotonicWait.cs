using System.Diagnostics;
using Oriel.Memory.Linux.Native;
using Oriel.Memory.Windows.Native;

namespace Oriel.Memory;

/// <summary>
/// Sleeps until a <see cref="Stopwatch"/> timestamp with microsecond precision and without allocating. It lives in this room because the
/// following copy needs it and the relay's poll, the only other user, may not call native code itself. Any thread.
/// </summary>
public static unsafe class MonotonicWait
{
    [ThreadStatic]
    private static bool s_isPrecise;

    /// <summary>
    /// Returns once <see cref="Stopwatch.GetTimestamp"/> has reached <paramref name="deadline"/>. Sleeps in the kernel until
    /// <paramref name="spinNanoseconds"/> before it and spins the rest: a larger value costs processor time and gains precision.
    /// </summary>
    /// <param name="deadline">Stopwatch timestamp; returns at once when it has passed.</param>
    /// <param name="spinNanoseconds">How long before the deadline to stop sleeping, 0 to 1,000,000.</param>
    public static void Until(long deadline, int spinNanoseconds = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spinNanoseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spinNanoseconds, 1_000_000);
        var wake = ToNanoseconds(deadline) - spinNanoseconds;
        while (ToNanoseconds(Stopwatch.GetTimestamp()) < wake)
        {
            SleepUntil(wake);
        }

        while (Stopwatch.GetTimestamp() < deadline)
        {
            Thread.SpinWait(1);
        }
    }

    /// <summary>Sleeps in the kernel for about this long; may return early when a signal arrives.</summary>
    internal static void Sleep(int nanoseconds) => SleepUntil(ToNanoseconds(Stopwatch.GetTimestamp()) + nanoseconds);

    /// <summary>.NET's Stopwatch on Linux is CLOCK_MONOTONIC in nanoseconds; the conversion is the identity there. On Windows it counts 100 ns.</summary>
    internal static long ToNanoseconds(long timestamp) =>
        Stopwatch.Frequency == 1_000_000_000 ? timestamp : (long)((Int128)timestamp * 1_000_000_000 / Stopwatch.Frequency);

    private static void SleepUntil(long nanoseconds)
    {
        if (OperatingSystem.IsWindows())
        {
            ThreadTimer.Sleep(nanoseconds - ToNanoseconds(Stopwatch.GetTimestamp()));
            return;
        }

        MakePrecise();
        var time = TimeSpec.FromNanoseconds(nanoseconds);
        // EINTR is the caller's loop to handle; no other error is possible with these arguments.
        _ = Libc.clock_nanosleep(Libc.CLOCK_MONOTONIC, Libc.TIMER_ABSTIME, &time, null);
    }

    /// <summary>
    /// The kernel may delay a thread's timers by its slack, 50 us unless told otherwise: longer than the waits here. Slack is per thread,
    /// so each thread lowers its own before its first sleep.
    /// </summary>
    internal static void MakePrecise()
    {
        if (!s_isPrecise)
        {
            s_isPrecise = true;
            // Failure only means less precise sleeps.
            _ = Libc.prctl(Libc.PR_SET_TIMERSLACK, 1, 0, 0, 0);

            // The first call of a native function looks it up, which allocates: now, not when a frame has to be waited for. A time that has passed does not sleep.
            var passed = default(TimeSpec);
            _ = Libc.clock_nanosleep(Libc.CLOCK_MONOTONIC, Libc.TIMER_ABSTIME, &passed, null);
        }
    }
}
