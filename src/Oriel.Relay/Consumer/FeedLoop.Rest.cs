using Oriel.Memory;

namespace Oriel.Relay.Consumer;

/// <content>
/// How the feed thread waits between two looks. With a doorbell that is believed it sleeps until it is rung or a periodic look is due, and is awake for a moment where the next frame is sharply
/// foreseen; without one it sleeps and spins as the pace says.
/// Whoever may be rung arms its slot, looks once more and only then sleeps: the producer posts, then looks who is armed, so one of both sees the other.
/// </content>
public sealed partial class FeedLoop
{
    private const int RetryUs = 250;
    private const int RetrySlowMs = 2;
    private const int AnnouncedUs = 40;
    private const int RungWithinUs = 60;
    private const int LooksPerSecond = 4000;
    private const int LookBurst = 64;

    private readonly FeedWakes _wakes = new();
    private readonly BellTrust _trust = new();
    private BellSlot? _bell;
    private bool _isAttending;
    private bool _wasArmed;
    private WakeReason _reason;
    private long _restedFrom;
    private long _nextBellCheck;
    private long _spinUntil;
    private long _foreseenUntil;
    private bool _isDeaf;
    private long _lateLooks;
    private long _credit = LookBurst * HostClock.Ms(1000) / LooksPerSecond;
    private long _creditAt;

    private void AdoptBell(SessionLink session)
    {
        _pace.Reset(HostClock.Now);
        _trust.Reset();
        _trust.SawNews(HostClock.Now);
        _bell = BellSlot.For(session, _options.Doorbell ?? session.Region.Doorbell);
        _wasArmed = false;
        _nextBellCheck = 0;
        _wakes.Mode = _bell is null ? WakeMode.AdaptivePoll : _trust.Mode;
    }

    /// <summary>Once we can get messages at all, and with every periodic look: somebody may have scribbled over our slot.</summary>
    private void HoldBell(SessionLink session, long now)
    {
        if (_bell is not null && now >= _nextBellCheck)
        {
            _nextBellCheck = now + HostClock.Ms(BackingCheckMs);
            if (session.IsCurrent)
            {
                _bell.Hold();
            }
        }
    }

    /// <summary>What this look says about the doorbell.</summary>
    private void Judge(bool news, long now)
    {
        if (news)
        {
            _trust.SawNews(now);
        }

        if (_bell is { IsRegistered: true })
        {
            if ((_reason & WakeReason.Rang) != 0)
            {
                _trust.Rang(news, now);
                _wakes.CountRing(!news);
            }
            else if (news && _wasArmed && _reason == WakeReason.Clock)
            {
                _trust.Missed();
                _wakes.CountMissed();
            }
        }

        _wakes.Mode = _bell switch
        {
            null => WakeMode.AdaptivePoll,
            { IsRegistered: false } => WakeMode.AdaptivePoll,
            _ => _trust.Mode,
        };
        _reason = WakeReason.News;
    }

    private long NextLook(SessionLink session, long now, long framesDone, bool hadFrame, bool hadCursor)
    {
        _isAttending = true;
        _spinUntil = _foreseenUntil = 0;
        _pace.Expect(Volatile.Read(ref _expectedAt));
        if (hadFrame)
        {
            if (_pace.SawFrame(_restedFrom, now, framesDone))
            {
                _wakes.CountPredicted();
            }

            _wakes.SetCadence(_pace.Cadence);
        }

        if (hadCursor)
        {
            _pace.SawCursor(now);
        }

        var ended = HostClock.Now;
        var due = PeriodicLook(session, ended);
        _isDeaf = _bell is not { IsRegistered: true } || !_trust.IsListenedTo(ended);
        var productive = hadFrame || hadCursor;
        if (_frameReceiver.IsReading)
        {
            // Its message stays ours, so the queue always has news: neither a reason to hurry nor one to ring for.
            _isDeaf = true;
            return Math.Min(due, ended + HostClock.Us(RetryUs));
        }

        var mayHurry = TakeCredit(ended);
        if (_isDeaf || !_trust.MaySleep(ended))
        {
            if (productive && mayHurry && HasNews)
            {
                return now;
            }

            return Math.Min(due, _pace.Next(now, ended, productive, maySpin: _isDeaf, out _spinUntil));
        }

        var pause = 0L;
        if (!productive && ended - now > HostClock.Us(100))
        {
            // A hostile ring of 65536 entries that brought nothing.
            pause = Math.Min(3 * (ended - now), HostClock.Ms(10));
        }
        else if (!mayHurry)
        {
            pause = HostClock.Ms(1000) / LooksPerSecond;
        }

        _isDeaf = pause != 0;
        if (_isDeaf)
        {
            return ended + pause;
        }

        if (_pace.TryForesee(ended, out var from, out var until) && from < due)
        {
            // It may be about to come: then the rest is an armed look and no sleep.
            _foreseenUntil = until;
            return Math.Max(from, now + 1);
        }

        return due;
    }

    /// <summary>A guest can publish and ring without end: what it may cost us is bounded as with the poll. No viewer of a real desktop comes near the limit.</summary>
    private bool TakeCredit(long now)
    {
        var cost = HostClock.Ms(1000) / LooksPerSecond;
        _credit = Math.Min(LookBurst * cost, _credit + Math.Max(0, now - _creditAt));
        _creditAt = now;
        if (_credit < cost)
        {
            return false;
        }

        _credit -= cost;
        return true;
    }

    /// <summary>What has to be looked at although nothing rings: heartbeat, backing, a queue that is not there yet, a frame or wish that waits for somebody else.</summary>
    private long PeriodicLook(SessionLink session, long now)
    {
        var due = Math.Min(_nextBackingCheck, session.SilentAt);
        if (!_pointerSubscribed)
        {
            due = Math.Min(due, Math.Max(now + HostClock.Us(RetryUs), _nextPointerSubscribe));
        }

        if (!_framesSubscribed)
        {
            due = Math.Min(due, Math.Max(now + HostClock.Us(RetryUs), _nextFrameSubscribe));
        }

        // A sink without room usually has some in a moment; one that stays full (a hidden window) is not asked so often.
        _lateLooks = _frameReceiver.HasLate ? _lateLooks + 1 : 0;
        if (_lateLooks > 0)
        {
            due = Math.Min(due, now + (_lateLooks < 1000 ? HostClock.Us(RetryUs) : HostClock.Ms(RetrySlowMs)));
        }

        return _control.IsWaiting ? Math.Min(due, now + HostClock.Ms(RetrySlowMs)) : due;
    }

    /// <summary>Waits until a time, or until there is something to do.</summary>
    private void Rest(long next)
    {
        _restedFrom = HostClock.Now;
        _wasArmed = false;
        if (!_isAttending)
        {
            _reason = _wakeup.Wait(next, null);
            _wakes.CountWake();
            return;
        }

        if (_spinUntil != 0)
        {
            Spin(_spinUntil);
            return;
        }

        if (_isDeaf)
        {
            Sleep(next, null);
            return;
        }

        _bell!.Arm();
        if (HasNews)
        {
            _reason = WakeReason.News;
        }
        else
        {
            Sleep(next, _bell.Incoming);
            _wasArmed = true;
            if ((_reason & WakeReason.Rang) != 0)
            {
                AwaitAnnounced();
                _restedFrom = Math.Max(_restedFrom, HostClock.Now - HostClock.Us(RungWithinUs));
            }
        }

        // Looked at before we disarm: what comes later is not rung for.
        var isThere = _reason == WakeReason.Clock && HasNews;
        var isTaken = !_bell.Disarm();
        if (isTaken && (_reason & WakeReason.Rang) == 0)
        {
            // Frames that are met awake give the doorbell no other occasion to be found silent. Only who slept and listened knows that the ring owed before has not come.
            if (_foreseenUntil != 0 && _wasArmed && _trust.IsOwed)
            {
                _trust.Missed();
                _wakes.CountMissed();
            }

            _trust.Owe();
        }

        if (_reason == WakeReason.Clock && _foreseenUntil != 0 && (isTaken || !isThere))
        {
            _wasArmed = false;
            Spin(_foreseenUntil);
        }
    }

    private void Sleep(long next, WakeEvent? bell)
    {
        _reason = _wakeup.Wait(next, bell);
        _wakes.CountWake();
        if (_reason == WakeReason.Clock)
        {
            _pace.Overslept(HostClock.Now - next);
        }
    }

    /// <summary>Frames are rung for while their header is still being written (docs/protocol-extensions.md section 3.3); rings for nothing are counted, and soon not listened to.</summary>
    private void AwaitAnnounced()
    {
        var until = HostClock.Now + HostClock.Us(AnnouncedUs);
        while (!HasNews && HostClock.Now < until)
        {
            Thread.SpinWait(2);
        }
    }

    private bool HasNews => (_framesSubscribed && _frames!.HasNews) || (_pointerSubscribed && _pointer!.HasNews) || Volatile.Read(ref _stop) || Volatile.Read(ref _startOver);

    private void Spin(long until)
    {
        _reason = WakeReason.News;
        var began = HostClock.Now;
        _restedFrom = began;
        long now;
        do
        {
            Thread.SpinWait(4);
            if (HasNews)
            {
                break;
            }

            now = HostClock.Now;
            _restedFrom = now;
        }
        while (now < until);
        var spun = HostClock.Now - began;
        _pace.Spun(spun);
        _wakes.CountSpin(spun);
    }
}
