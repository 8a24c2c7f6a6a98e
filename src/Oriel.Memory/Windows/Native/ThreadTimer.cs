namespace Oriel.Memory.Windows.Native;

/// <summary>
/// Waits on Windows with better than a millisecond: the time-outs of its wait functions end on the system's tick, up to 15.6 ms late, a high-resolution timer
/// does not (Windows 10 1803 and later; older systems and Wine get an ordinary timer). One timer a thread, kept for the thread's life.
/// </summary>
internal static unsafe class ThreadTimer
{
    private const long NeverNs = -1;

    [ThreadStatic]
    private static nint s_timer;

    /// <summary>Waits for an object, at most so many nanoseconds (negative = without limit). True when it was signalled.</summary>
    public static bool Wait(nint handle, long timeoutNs)
    {
        if (timeoutNs <= 0)
        {
            return Kernel32.WaitForSingleObject(handle, timeoutNs <= NeverNs ? Kernel32.INFINITE : 0) == Kernel32.WAIT_OBJECT_0;
        }

        if (!TrySet(timeoutNs))
        {
            return Kernel32.WaitForSingleObject(handle, Milliseconds(timeoutNs)) == Kernel32.WAIT_OBJECT_0;
        }

        // The object first: when both are signalled the lower index is reported.
        var handles = stackalloc nint[2] { handle, s_timer };
        return Kernel32.WaitForMultipleObjects(2, handles, 0, Kernel32.INFINITE) == Kernel32.WAIT_OBJECT_0;
    }

    /// <summary>Sleeps.</summary>
    public static void Sleep(long nanoseconds)
    {
        if (nanoseconds <= 0)
        {
            return;
        }

        if (TrySet(nanoseconds))
        {
            _ = Kernel32.WaitForSingleObject(s_timer, Kernel32.INFINITE);
        }
        else
        {
            Thread.SpinWait(1);
        }
    }

    private static bool TrySet(long nanoseconds)
    {
        if (s_timer == 0)
        {
            s_timer = Kernel32.CreateWaitableTimerExW(null, null, Kernel32.CREATE_WAITABLE_TIMER_HIGH_RESOLUTION, Kernel32.TIMER_ALL_ACCESS);
            if (s_timer == 0)
            {
                s_timer = Kernel32.CreateWaitableTimerExW(null, null, 0, Kernel32.TIMER_ALL_ACCESS);
            }
        }

        // Negative means from now, in units of 100 ns.
        var due = -Math.Max(1, nanoseconds / 100);
        return s_timer != 0 && Kernel32.SetWaitableTimer(s_timer, &due, 0, null, null, 0) != 0;
    }

    private static uint Milliseconds(long nanoseconds) => (uint)Math.Min((nanoseconds + 999_999) / 1_000_000, int.MaxValue);
}
