namespace Oriel.Relay.Consumer;

/// <summary>
/// Bounds the offset between the producer's clock and ours (host = guest + offset) from both sides (docs/protocol-extensions.md section 4.4). What the guest wrote down before we saw it
/// bounds it from above; what we wrote down before the guest saw it bounds it from below. Between samples both bounds widen by the most two clocks drift apart, so the true offset is
/// always between them as long as the clocks keep to that. Bounds that contradict each other mean that a clock jumped: the newer sample stands, the other side starts over.
/// Pure: no clock of its own, no memory access; any numbers may come. Allocates nothing. Feed thread.
/// </summary>
internal sealed class GuestClock
{
    /// <summary>Most the two clocks drift apart: crystals keep 100 millionths each.</summary>
    public const int MaxDriftPpm = 200;

    /// <summary>An interval wider than this says nothing.</summary>
    public const long MaxWidthNs = 1_000_000_000;

    /// <summary>Times beyond this are refused; so no sum of two overflows.</summary>
    private const long MaxTimeNs = (long)Protocol.Kvmfr.FrameTimingRecord.MaxTimeNs;

    /// <summary>What turning ticks into nanoseconds may cost on either side.</summary>
    private const long RoundingNs = 2;

    private const long PerDrift = 1_000_000 / MaxDriftPpm;
    private const long None = long.MinValue;

    private readonly DriftMeter _drift = new();
    private long _resolutionNs = 1;
    private long _upperNs;
    private long _lowerNs;
    private long _agedNs;
    private long _seenGuestNs;
    private long _echoGuestNs;
    private bool _hasUpper;
    private bool _hasLower;

    /// <summary>Times a clock was seen to jump.</summary>
    public long Jumps { get; private set; }

    /// <summary>Both bounds are known and tell something.</summary>
    public bool IsKnown => _hasUpper && _hasLower && _upperNs - _lowerNs <= MaxWidthNs;

    /// <summary>Middle of the interval, nanoseconds. Only while <see cref="IsKnown"/>.</summary>
    public long OffsetNs => _lowerNs + ((_upperNs - _lowerNs) / 2);

    /// <summary>Half of the interval, rounded up. Only while <see cref="IsKnown"/>.</summary>
    public long UncertaintyNs => (_upperNs - _lowerNs + 1) / 2;

    /// <summary>How fast the offset grows, millionths, and how far that may be off; NaN = not known yet.</summary>
    public (double Ppm, double UncertaintyPpm) Drift => IsKnown ? _drift.Read(_agedNs, _lowerNs, _upperNs) : (double.NaN, double.NaN);

    /// <summary>Forgets everything: another session, or one that stood still.</summary>
    /// <param name="resolutionNs">Step of the producer's clock.</param>
    public void Reset(long resolutionNs)
    {
        _resolutionNs = Math.Clamp(resolutionNs, 1, MaxWidthNs);
        (_hasUpper, _hasLower, _agedNs, _seenGuestNs, _echoGuestNs) = (false, false, 0, 0, 0);
        _drift.Reset();
    }

    /// <summary>The guest wrote its clock down, and we saw it afterwards.</summary>
    /// <param name="guestNs">Guest's clock then.</param>
    /// <param name="hostNs">Our clock when it had been seen.</param>
    public void AddSeen(long guestNs, long hostNs)
    {
        if (!Take(guestNs, hostNs, ref _seenGuestNs))
        {
            return;
        }

        // A sample older than the last one may have drifted since.
        var bound = hostNs - guestNs + RoundingNs + Widening(_agedNs - hostNs);
        if (!_hasUpper || bound < _upperNs)
        {
            (_hasUpper, _upperNs) = (true, bound);
        }

        if (_hasLower && _lowerNs > _upperNs)
        {
            // The guest's clock jumped forward: this sample is true, the other bound was of before.
            Jump(ref _hasLower);
        }
    }

    /// <summary>We wrote our clock down, and the guest saw it afterwards.</summary>
    /// <param name="stampNs">Our clock then.</param>
    /// <param name="guestNs">Guest's clock when it had been seen.</param>
    /// <param name="hostNs">Our clock now.</param>
    public void AddEcho(long stampNs, long guestNs, long hostNs)
    {
        if (stampNs <= 0 || stampNs > hostNs || !Take(guestNs, hostNs, ref _echoGuestNs))
        {
            return;
        }

        // The bound is of some moment after the stamp, and may have drifted since.
        var bound = stampNs - guestNs - _resolutionNs - RoundingNs - Widening(_agedNs - stampNs);
        if (!_hasLower || bound > _lowerNs)
        {
            (_hasLower, _lowerNs) = (true, bound);
        }

        if (_hasUpper && _lowerNs > _upperNs)
        {
            // The guest stood still, or its clock was set back by less than the time since the last sample.
            Jump(ref _hasUpper);
        }
    }

    /// <summary>Widens both bounds to what may be true at a later moment. Samples do that by themselves.</summary>
    public void AgeTo(long hostNs)
    {
        if (hostNs <= _agedNs || hostNs >= MaxTimeNs)
        {
            return;
        }

        var widening = _agedNs == 0 ? 0 : Widening(hostNs - _agedNs);
        _upperNs += _hasUpper ? widening : 0;
        _lowerNs -= _hasLower ? widening : 0;
        _agedNs = hostNs;
        if (IsKnown)
        {
            _drift.Note(hostNs, _lowerNs, _upperNs);
        }
    }

    private static long Widening(long ns) => (ns / PerDrift) + 1;

    /// <summary>False for numbers that are no times. A guest's clock that goes backwards makes everything start over first; each of the two ways it reaches us keeps its order.</summary>
    private bool Take(long guestNs, long hostNs, ref long lastGuestNs)
    {
        if (guestNs is <= 0 or >= MaxTimeNs || hostNs is <= 0 or >= MaxTimeNs)
        {
            return false;
        }

        if (guestNs < lastGuestNs)
        {
            Jumps++;
            Reset(_resolutionNs);
        }

        lastGuestNs = guestNs;
        AgeTo(hostNs);
        return true;
    }

    private void Jump(ref bool other)
    {
        Jumps++;
        other = false;
        _drift.Reset();
    }
}
