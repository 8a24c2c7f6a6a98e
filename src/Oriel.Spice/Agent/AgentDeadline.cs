namespace Oriel.Spice.Agent;

/// <summary>A time-out for silence: it starts again with everything that moves. Any thread.</summary>
internal sealed class AgentDeadline : IDisposable
{
    private readonly ITimer _timer;
    private readonly Func<long> _movement;
    private TimeSpan _patience;
    private long _seen;

    /// <summary>Starts it.</summary>
    /// <param name="clock">Clock.</param>
    /// <param name="patience">Longest silence.</param>
    /// <param name="movement">A number that changes while something still moves; looked at only when the time is up.</param>
    /// <param name="expired">Called on the pool, once.</param>
    public AgentDeadline(TimeProvider clock, TimeSpan patience, Func<long> movement, Action expired)
    {
        _movement = movement;
        _patience = patience;
        _seen = movement();
        _timer = clock.CreateTimer(_ => Look(expired), null, patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something happened.</summary>
    public void Restart()
    {
        _seen = _movement();
        _ = _timer.Change(_patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something happened, and the next silence may be longer or shorter.</summary>
    public void Restart(TimeSpan patience)
    {
        _patience = patience;
        Restart();
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look(Action expired)
    {
        var now = _movement();
        if (now == _seen)
        {
            expired();
            return;
        }

        Restart();
    }
}
