namespace Oriel.Relay.Consumer;

/// <summary>
/// Predicts when the next frame comes from when the last ones came. A steady picture repeats itself after one frame, film on a faster display after two or five, so the time a frame needs is
/// compared over one to five frames and the span that repeats best is used: its median, and the deviation that most stay within. Pure arithmetic over host ticks; allocates nothing.
/// </summary>
internal sealed class FrameCadence
{
    private const int Kept = 18;
    private const int MaxLag = 5;
    private const int LeastSpans = 5;
    private const int MaxMissed = 8;
    private const int ForgottenMs = 250;

    // A deviation above this part of the time between two frames is no rhythm.
    private const int LeastRatio = 5;

    private readonly long[] _arrivals = new long[Kept];
    private int _count;
    private int _lag;
    private long _step;

    /// <summary>Frames remembered of the present run of them.</summary>
    public int Count => _count;

    /// <summary>Time between two frames, ticks; 0 = there is no rhythm.</summary>
    public long Period { get; private set; }

    /// <summary>Deviation that four of five frames stay within, ticks.</summary>
    public long Spread { get; private set; }

    /// <summary>Half of the time around a prediction in which the frame is expected, ticks.</summary>
    public long HalfWindow => Period == 0 ? 0 : Math.Clamp((Spread * 3 / 2) + HostClock.Us(30), HostClock.Us(60), Math.Max(HostClock.Us(60), Period / 3));

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _count = 0;
        Period = Spread = 0;
    }

    /// <summary>A frame came. True when it came within the time predicted for it.</summary>
    /// <param name="at">Host ticks, best guess.</param>
    public bool Add(long at)
    {
        if (_count > 0 && (at <= Newest || at - Newest > HostClock.Ms(ForgottenMs)))
        {
            Reset();
        }

        var wasExpected = Period > 0 && TryPredict(at - HalfWindow, out var centre) && Math.Abs(at - centre) <= HalfWindow;
        FillMissed(at);
        Push(at);
        Estimate();
        return wasExpected;
    }

    /// <summary>The first prediction whose window has not passed. False when there is no rhythm, or it was missed too often.</summary>
    /// <param name="now">Host ticks.</param>
    /// <param name="centre">When the frame is expected.</param>
    public bool TryPredict(long now, out long centre)
    {
        centre = 0;
        if (Period == 0)
        {
            return false;
        }

        for (var ahead = 1; ahead <= MaxMissed; ahead++)
        {
            var rounds = (ahead + _lag - 1) / _lag;
            centre = _arrivals[_count - 1 + ahead - (rounds * _lag)] + (rounds * _step);
            if (centre + HalfWindow > now)
            {
                return true;
            }
        }

        return false;
    }

    private long Newest => _arrivals[_count - 1];

    /// <summary>Frames left out of a steady rhythm (nothing changed, or one was lost) must not make it look unsteady.</summary>
    private void FillMissed(long at)
    {
        if (Period == 0 || _lag != 1)
        {
            return;
        }

        var gap = at - Newest;
        var steps = (gap + (_step / 2)) / _step;
        if (steps < 2 || steps > MaxMissed || Math.Abs(gap - (steps * _step)) > HalfWindow)
        {
            return;
        }

        var from = Newest;
        for (var i = 1; i < steps; i++)
        {
            Push(from + (gap * i / steps));
        }
    }

    private void Push(long at)
    {
        if (_count == Kept)
        {
            Array.Copy(_arrivals, 1, _arrivals, 0, Kept - 1);
            _count--;
        }

        _arrivals[_count++] = at;
    }

    private void Estimate()
    {
        Period = Spread = 0;
        Span<long> spans = stackalloc long[Kept];
        for (var lag = 1; lag <= MaxLag && _count - lag >= LeastSpans + lag - 1; lag++)
        {
            var count = _count - lag;
            for (var i = 0; i < count; i++)
            {
                spans[i] = _arrivals[i + lag] - _arrivals[i];
            }

            var used = spans[..count];
            used.Sort();
            var step = used[count / 2];
            for (var i = 0; i < count; i++)
            {
                used[i] = Math.Abs(used[i] - step);
            }

            used.Sort();
            var spread = used[count * 4 / 5];

            // A longer span must be much better to be believed: among five, one is always a little better by chance.
            if (spread <= step / lag / LeastRatio && (Period == 0 || spread < Spread / 2))
            {
                (_lag, _step, Period, Spread) = (lag, step, step / lag, spread);
            }
        }
    }
}
