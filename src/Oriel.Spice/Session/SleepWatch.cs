namespace Oriel.Spice.Session;

/// <summary>
/// Notices that this machine slept: the wall clock went on, the other did not. A server throws out a client that did not answer for half a minute (spice.md section 5.3); after waking up that looks like
/// a takeover, but nobody else is there.
/// </summary>
internal sealed class SleepWatch : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_sleep = TimeSpan.FromSeconds(10);

    /// <summary>How long after waking up the end of the session is put down to the sleep: the system may take half a minute to notice that the other end is gone.</summary>
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private DateTimeOffset _wall;
    private long _clock;
    private long? _wokeAt;

    /// <summary>Begins to watch.</summary>
    public SleepWatch(TimeProvider time)
    {
        _time = time;
        (_wall, _clock) = (time.GetUtcNow(), time.GetTimestamp());
        _timer = time.CreateTimer(_ => Look(), null, s_period, s_period);
    }

    /// <summary>The machine woke up less than a minute ago.</summary>
    public bool HasJustSlept
    {
        get
        {
            Look();
            lock (_gate)
            {
                return _wokeAt is { } woke && _time.GetElapsedTime(woke) < s_memory;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_gate)
        {
            var (wall, clock) = (_time.GetUtcNow(), _time.GetTimestamp());
            if (wall - _wall - _time.GetElapsedTime(_clock, clock) > s_sleep)
            {
                _wokeAt = clock;
            }

            (_wall, _clock) = (wall, clock);
        }
    }
}
