using System.Diagnostics;

namespace Oriel.Agent.Windows.Cursor;

/// <summary>
/// How long to wait before asking where the pointer is. A system that announces movement is asked only now and then, in case a warp goes unannounced; one that
/// does not is asked often while the pointer moves and 60 times a second when it rests. Asking costs a microsecond or two.
/// </summary>
internal sealed class CursorPace
{
    private const long MovingNs = 2_000_000;
    private const long RestingNs = 16_000_000;
    private const long AnnouncedNs = 100_000_000;
    private static readonly long s_movingTicks = Stopwatch.Frequency / 5;

    private long _lastChange;

    /// <summary>The system's announcements are believed.</summary>
    public bool IsAnnounced { get; private set; }

    /// <summary>Time to the next question, nanoseconds.</summary>
    public long WaitNs(long now) => IsAnnounced ? AnnouncedNs : now - _lastChange < s_movingTicks ? MovingNs : RestingNs;

    /// <summary>The system was asked.</summary>
    /// <param name="now">Timestamp.</param>
    /// <param name="announced">An event preceded it.</param>
    /// <param name="changed">The answer was new.</param>
    public void Asked(long now, bool announced, bool changed)
    {
        if (changed)
        {
            _lastChange = now;
            IsAnnounced = announced;
        }
    }
}
