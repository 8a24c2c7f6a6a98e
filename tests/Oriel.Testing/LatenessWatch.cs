using System.Diagnostics;

namespace Oriel.Testing;

/// <summary>
/// Notices when this machine does not let a waiting thread run in time: what a program under a test of real time cannot be blamed for. Pauses of our own
/// garbage collector are not counted; those it can be blamed for.
/// </summary>
public sealed class LatenessWatch : IDisposable
{
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private long _worstTicks;

    /// <summary>Begins to watch.</summary>
    public LatenessWatch()
    {
        _thread = new Thread(Watch) { IsBackground = true, Name = "lateness" };
        _thread.Start();
    }

    /// <summary>The longest time a thread that wanted to run after a millisecond had to wait.</summary>
    public TimeSpan Worst => Stopwatch.GetElapsedTime(0, Volatile.Read(ref _worstTicks));

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Watch()
    {
        var last = Stopwatch.GetTimestamp();
        var lastPause = GC.GetTotalPauseDuration();
        while (!_end.Wait(1))
        {
            var now = Stopwatch.GetTimestamp();
            var pause = GC.GetTotalPauseDuration();
            Volatile.Write(ref _worstTicks, Math.Max(_worstTicks, now - last - (long)((pause - lastPause).TotalSeconds * Stopwatch.Frequency)));
            (last, lastPause) = (now, pause);
        }
    }
}
