namespace Oriel.Relay.Consumer;

/// <summary>
/// How long to sleep before the next look when nothing rings. A look with its sleep costs five to ten microseconds, so looking every 0.2 ms would take four percent of a core. Instead the next frame is
/// predicted (<see cref="FrameCadence"/>): sleep until shortly before it, then spin when the prediction is sharp or look every 50 to 250 us when it is not; every millisecond otherwise, so that a
/// cursor or an unforeseen frame is late by half a millisecond on average; rarely while nothing moves. What it spins is bounded per frame and as a part of all time, and a look that took long
/// and brought nothing (a hostile ring of 65536 entries) is followed by a pause three times as long. Pure: the time is handed in.
/// </summary>
internal sealed class PollPace
{
    private const int ActiveMs = 250;
    private const int QuietMsPerFrame = 100;
    private const int QuietFrames = 10;
    private const int RhythmlessUs = 400;
    private const int StillMs = 2;
    private const int IdleMs = 5;
    private const int LongIdleMs = 10;
    private const int LongIdleAfterMs = 5000;
    private const int ExpectedMs = 100;
    private const int FineUs = 50;
    private const int CoarsestFineUs = 250;
    private const int TailMs = 1;
    private const int MaxSpinUs = 200;
    private const int MaxForeseenUs = 400;
    private const int SpinCreditUs = 1000;
    private const int SureFrames = 12;
    private const int AwaitedPeriods = 2;
    private const int SpinPerMille = 20;
    private const int MaxPenaltyMs = 10;

    private readonly long _active;
    private long _lastFrame = long.MinValue / 2;
    private long _lastCursor = long.MinValue / 2;
    private long _lastHint = long.MinValue / 2;
    private long _denseUntil = long.MinValue;
    private long _spinCredit = HostClock.Us(SpinCreditUs);
    private long _creditAt;
    private long _lateness;

    public PollPace(FeedOptions options) => _active = Math.Min(HostClock.Ms(1), HostClock.Of(options.MaxPollInterval));

    /// <summary>The rhythm of the frames.</summary>
    public FrameCadence Cadence { get; } = new();

    /// <summary>New session.</summary>
    public void Reset(long now)
    {
        Cadence.Reset();
        _lastHint = now;
    }

    /// <summary>A frame was there at this look and not at the one before. True when it was predicted.</summary>
    /// <param name="before">When the look before ended, host ticks.</param>
    /// <param name="started">When this look began.</param>
    /// <param name="ended">When it was done with the frame.</param>
    public bool SawFrame(long before, long started, long ended)
    {
        _lastFrame = ended;

        // While much is copied the next frame is often close behind, and looking for it costs little beside the copy.
        _denseUntil = ended - started >= HostClock.Us(500) ? ended + ((ended - started) / 2) : long.MinValue;

        // It came at some time between the looks: when the rhythm says it did, if that can be.
        before = Math.Clamp(before, started - HostClock.Ms(StillMs), started);
        return Cadence.Add(Cadence.TryPredict(before, out var centre) ? Math.Clamp(centre, before, started) : started - ((started - before) / 2));
    }

    /// <summary>The cursor moved.</summary>
    public void SawCursor(long now) => _lastCursor = now;

    /// <summary>Somebody did something that the guest is likely to answer with a picture.</summary>
    /// <param name="at">When, host ticks.</param>
    public void Expect(long at) => _lastHint = Math.Max(_lastHint, at);

    /// <summary>A sleep ended this long after its deadline: the next one is ended as much earlier.</summary>
    public void Overslept(long ticks) => _lateness += (Math.Clamp(ticks, 0, HostClock.Us(200)) - _lateness) / 8;

    /// <summary>This long was spun.</summary>
    public void Spun(long ticks) => _spinCredit -= ticks;

    /// <summary>When to look again, and how.</summary>
    /// <param name="started">Host ticks when the look began.</param>
    /// <param name="ended">Host ticks when it ended.</param>
    /// <param name="productive">It brought a frame or cursor to the sink.</param>
    /// <param name="maySpin">False where a ring may come: it can only be heard asleep.</param>
    /// <param name="spinUntil">Spin until then instead of sleeping, looking all the time; 0 = sleep.</param>
    public long Next(long started, long ended, bool productive, bool maySpin, out long spinUntil)
    {
        var next = Plan(ended, maySpin, out spinUntil);
        if (productive || spinUntil != 0)
        {
            return next;
        }

        return Math.Max(next, ended + Math.Min(3 * (ended - started), HostClock.Ms(MaxPenaltyMs)));
    }

    /// <summary>
    /// With a doorbell: whether the next frame is foreseen so sharply that it is worth being awake for it. Whoever is awake needs no ring, and is as warm as the poll would be.
    /// A picture that stopped is awaited twice at most.
    /// </summary>
    /// <param name="now">Host ticks.</param>
    /// <param name="from">When to be awake; may have passed.</param>
    /// <param name="until">When to stop looking and sleep again.</param>
    public bool TryForesee(long now, out long from, out long until)
    {
        from = until = 0;
        Refill(now);
        if (now - _lastFrame >= Math.Min(HostClock.Ms(ActiveMs), AwaitedPeriods * Cadence.Period) || Cadence.Count < SureFrames || !Cadence.TryPredict(now, out var centre))
        {
            return false;
        }

        var window = 2 * Cadence.HalfWindow;
        if (window > HostClock.Us(MaxForeseenUs) || window > _spinCredit)
        {
            return false;
        }

        until = centre + Cadence.HalfWindow;
        from = until - window - _lateness;
        return true;
    }

    private long Plan(long now, bool maySpin, out long spinUntil)
    {
        spinUntil = 0;
        Refill(now);
        if (now < _denseUntil)
        {
            return now + Math.Min(HostClock.Us(FineUs), _active);
        }

        var isCursorActive = now - _lastCursor < HostClock.Ms(ActiveMs);
        if (now - _lastFrame >= HostClock.Ms(ActiveMs))
        {
            return now + (isCursorActive ? _active : Still(now));
        }

        // A caret that blinks is no moving picture: a frame or two on their own do not keep us from resting.
        if (Cadence.Count < 3 && !isCursorActive)
        {
            return now + Still(now);
        }

        return Cadence.TryPredict(now, out var centre)
            ? Around(now, centre, isCursorActive ? _active : Math.Min(2 * _active, HostClock.Ms(StillMs)), maySpin, out spinUntil)
            : now + Math.Min(HostClock.Us(RhythmlessUs), _active);
    }

    private long Still(long now)
    {
        if (IsQuiet(now) || now - _lastHint < HostClock.Ms(ExpectedMs))
        {
            return HostClock.Ms(StillMs);
        }

        return HostClock.Ms(now - Math.Max(Math.Max(_lastFrame, _lastCursor), _lastHint) < HostClock.Ms(LongIdleAfterMs) ? IdleMs : LongIdleMs);
    }

    /// <summary>Not long ago something moved; how long it is waited for to go on depends on how long it went on.</summary>
    private bool IsQuiet(long now) =>
        now - _lastFrame < HostClock.Ms(QuietMsPerFrame * Math.Min(Cadence.Count, QuietFrames)) || now - _lastCursor < HostClock.Ms(QuietMsPerFrame * QuietFrames);

    private long Around(long now, long centre, long coarse, bool maySpin, out long spinUntil)
    {
        spinUntil = 0;
        var half = Cadence.HalfWindow;
        var from = centre - half - _lateness;
        if (now < from)
        {
            // A frame that missed its window is most likely a little late.
            if (Cadence.TryPredict(now - HostClock.Ms(TailMs), out var missed) && missed < centre)
            {
                coarse = Math.Min(coarse, HostClock.Us(CoarsestFineUs));
            }

            // Not two sleeps where one and a half would do.
            return now + (coarse * 3 / 2) >= from ? from : now + coarse;
        }

        var spin = centre + half - now;
        if (maySpin && spin <= HostClock.Us(MaxSpinUs) && spin <= _spinCredit)
        {
            spinUntil = centre + half;
            return now;
        }

        return now + Math.Clamp(half / 6, HostClock.Us(FineUs), Math.Min(HostClock.Us(CoarsestFineUs), _active));
    }

    private void Refill(long now)
    {
        if (_creditAt != 0)
        {
            _spinCredit = Math.Min(HostClock.Us(SpinCreditUs), _spinCredit + (Math.Max(0, now - _creditAt) * SpinPerMille / 1000));
        }

        _creditAt = now;
    }
}
