using Oriel.Agent.Logging;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Session;

/// <summary>
/// The 10 ms tick: heartbeat, slow consumers, what consumers ask for, who is watching; starts a new session when somebody wiped ours and ends when the
/// memory itself was replaced. After a second in which nothing happened every other tick is left out: no consumer looks at the heartbeat more often than every 200 ms
/// (docs/protocol/lgmp.md section 5.2), and a desktop at rest should cost next to nothing.
/// </summary>
internal sealed class TickLoop : IControlHandler
{
    private const long TickNs = 10_000_000;
    private const int RestingStep = 2;
    private const int BusyTicks = 100;
    private const int TicksPerLook = 50;
    private const int RestartPauseTicks = 20;

    private readonly SessionContext _session;
    private readonly Region _region;
    private readonly CaptureLoop _capture;
    private readonly PublishLoop _publish;
    private readonly CursorLoop _cursor;
    private readonly Action<uint, uint>? _resize;
    private uint _serial;
    private bool _wasAsked;
    private long _restFrom;

    /// <summary>Creates the loop.</summary>
    /// <param name="session">What it shares.</param>
    /// <param name="region">The region of the producer.</param>
    /// <param name="capture">Told when somebody comes.</param>
    /// <param name="publish">Told when somebody comes.</param>
    /// <param name="cursor">Told when somebody comes, and where to move.</param>
    /// <param name="resize">Changes the mode; null when that is not offered.</param>
    public TickLoop(SessionContext session, Region region, CaptureLoop capture, PublishLoop publish, CursorLoop cursor, Action<uint, uint>? resize)
    {
        _session = session;
        _region = region;
        _capture = capture;
        _publish = publish;
        _cursor = cursor;
        _resize = resize;
    }

    /// <inheritdoc/>
    public void SetCursorPosition(int x, int y)
    {
        _wasAsked = true;
        _cursor.RequestMove(x, y);
    }

    /// <inheritdoc/>
    public void SetWindowSize(uint width, uint height)
    {
        _wasAsked = true;
        _resize?.Invoke(width, height);
    }

    /// <summary>Runs until the session stops. Tick thread.</summary>
    public void Run()
    {
        try
        {
            Loop();
        }
        finally
        {
            _session.WakeLock.Hold(watched: false);
        }
    }

    private void Loop()
    {
        var (step, lookAt, pauseUntil) = (1, 0L, 0L);
        for (var tick = 0L; !_session.Stop.Wait(step * TickNs); tick += step)
        {
            if (tick >= lookAt)
            {
                lookAt = tick + TicksPerLook;
                if (_region.IsFaulted || _region.BackingChanged())
                {
                    _session.Log.RegionReplaced(_region.Name);
                    _session.RequestStop();
                    return;
                }
            }

            if (tick < pauseUntil)
            {
                continue;
            }

            if (!_session.Producer.Tick(this))
            {
                // Somebody wiped the memory, or another producer wrote its session over ours: come back, but not in a hurry.
                pauseUntil = tick + RestartPauseTicks;
                (step, _wasAsked) = (1, true);
                Restart();
                continue;
            }

            LookForSubscribers();
            TellWishes();
            _session.Guest.Tell(_session.Producer, _session.IsWatched);
            step = IsAtRest(tick) ? RestingStep : 1;
        }

        // The last words: why it ended stands there for whoever looks.
        _session.Guest.Tell(_session.Producer, isWatched: false);
    }

    /// <summary>A second without a frame, a message that somebody still has to take, a consumer that came or went, or a request.</summary>
    private bool IsAtRest(long tick)
    {
        var serial = _session.Producer.LastSerial;
        if (serial != _serial || _wasAsked || _session.Producer.HasUnfinishedMessages)
        {
            (_serial, _wasAsked, _restFrom) = (serial, false, tick + BusyTicks);
        }

        return tick >= _restFrom;
    }

    /// <summary>Sees to it that a change of the desktop's wishes goes out also while nothing is drawn. That a window no longer asks for attention needs no frame of its own.</summary>
    private void TellWishes()
    {
        if (_session.Signals is { } signals && _session.IsWatched)
        {
            var (now, told) = (signals.Current, _publish.ToldWishes);
            if ((now & ~told) != 0 || ((now ^ told) & FrameFlags.BlockScreensaver) != 0)
            {
                _capture.RequestTouch();
            }
        }
    }

    private void LookForSubscribers()
    {
        var producer = _session.Producer;
        var watched = producer.HasSubscribers;
        var newcomers = producer.TakeNewFrameSubscribers();
        _wasAsked |= newcomers || watched != _session.IsWatched;
        if (watched != _session.IsWatched)
        {
            if (watched)
            {
                // What was published before the pause is old.
                _publish.ForgetLast();
            }

            _session.IsWatched = watched;
            _session.WakeLock.Hold(watched);
            _session.Log.WatchedChanged(watched);
            _session.WakeCapture.Raise();
            _session.WakeCursor.Raise();
        }

        if (newcomers)
        {
            _publish.RequestRepeat();
        }
        else if (_publish.IsRepeatPending)
        {
            _session.WakePublisher.Set();
        }
    }

    private void Restart()
    {
        try
        {
            _publish.ForgetLast();
            _session.Producer.Restart();
            _session.IsWatched = false;
            _session.WakeLock.Hold(watched: false);
            _session.Log.SessionRestarted(_session.Producer.SessionId);
        }
        catch (OrielException error)
        {
            _session.Log.RegionReplaced($"{_region.Name} ({error.Seen})");
            _session.RequestStop();
        }
    }
}
