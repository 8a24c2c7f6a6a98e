namespace Oriel.Display.Presentation;

/// <summary>
/// A display's refresh as it was seen: how long one takes and when the next ones come. Made from times that jitter, repeat, or come from a display that has no
/// constant rate; then it says so (<see cref="IsSteady"/>). Pure: no clock, no allocation. Render role.
/// </summary>
internal sealed class RefreshModel
{
    /// <summary>Faster displays are not believed.</summary>
    public const long ShortestNs = 1_000_000_000 / 1000;

    /// <summary>Slower ones neither.</summary>
    public const long LongestNs = 1_000_000_000 / 10;

    /// <summary>Without news for this long the phase is no longer known: a period that is wrong by 0.1 % is off by a millisecond then.</summary>
    public const long FreshNs = 1_000_000_000;

    private const int Depth = 16;
    private const int Fewest = 4;
    private readonly long[] _times = new long[Depth];
    private readonly long[] _counts = new long[Depth];
    private readonly long[] _scratch = new long[Depth];
    private ulong _sequence;
    private int _next;
    private int _count;
    private long _anchor;

    /// <summary>One refresh, nanoseconds; 0 = not known.</summary>
    public long PeriodNs { get; private set; }

    /// <summary>Period and phase are known well enough to aim at a refresh.</summary>
    public bool IsSteady { get; private set; }

    /// <summary>The latest time taken in.</summary>
    public long LatestNs { get; private set; }

    /// <summary>The phase can still be relied on.</summary>
    public bool IsSteadyAt(long nowNs) => IsSteady && nowNs - LatestNs < FreshNs;

    /// <summary>Takes in that the display refreshed.</summary>
    /// <param name="timeNs">When.</param>
    /// <param name="sequence">The display's own count; 0 = none.</param>
    /// <param name="statedNs">The period as the window system states it; 0 = it says that there is none, negative = it says nothing.</param>
    public void Add(long timeNs, ulong sequence, long statedNs)
    {
        var stated = statedNs is >= ShortestNs and <= LongestNs ? statedNs : 0;
        if (_count > 0 && timeNs - LatestNs is <= 0 or >= FreshNs)
        {
            if (timeNs == LatestNs)
            {
                return;
            }

            Forget();
        }

        var step = _count == 0 ? 0 : Step(timeNs, sequence, stated);
        if (_count > 0 && step <= 0)
        {
            // A second picture in the same refresh says nothing new; a count that went back is another display's.
            if (step < 0)
            {
                Forget();
            }
            else
            {
                return;
            }
        }

        var last = _count == 0 ? 0 : _counts[(_next + Depth - 1) % Depth];
        _times[_next] = timeNs;
        _counts[_next] = last + step;
        _next = (_next + 1) % Depth;
        _count = Math.Min(_count + 1, Depth);
        (_sequence, LatestNs) = (sequence, timeNs);
        Fit(stated, isVariable: statedNs == 0);
    }

    /// <summary>The first refresh after a time, by what is known; the time itself without a period.</summary>
    public long NextAfter(long timeNs)
    {
        if (PeriodNs == 0)
        {
            return timeNs;
        }

        var past = timeNs - _anchor;
        var periods = past >= 0 ? (past / PeriodNs) + 1 : -((-past - 1) / PeriodNs);
        return _anchor + (periods * PeriodNs);
    }

    /// <summary>Forgets everything but the period: the phase is another one now.</summary>
    public void Forget()
    {
        (_count, _next, IsSteady) = (0, 0, false);
    }

    // How many refreshes passed since the latest one; negative = it cannot be the same display.
    private long Step(long timeNs, ulong sequence, long stated)
    {
        if (sequence != 0 && _sequence != 0)
        {
            var step = unchecked((long)(sequence - _sequence));
            return step > FreshNs / ShortestNs ? -1 : step;
        }

        var period = stated != 0 ? stated : PeriodNs;
        return period == 0 ? -1 : (timeNs - LatestNs + (period / 2)) / period;
    }

    private void Fit(long stated, bool isVariable)
    {
        var half = _count / 2;
        if (half > 0)
        {
            for (var i = 0; i < _count - half; i++)
            {
                _scratch[i] = (Time(i + half) - Time(i)) / Math.Max(1, Count(i + half) - Count(i));
            }

            var measured = Median(_count - half);

            // What the window system states is exact where it is true at all; few measurements are not.
            var isNear = stated != 0 && Math.Abs(measured - stated) < stated / 50;
            PeriodNs = isNear && _count < Depth ? stated : measured is >= ShortestNs and <= LongestNs ? measured : stated;
        }
        else if (stated != 0)
        {
            PeriodNs = stated;
        }

        if (_count == 0 || PeriodNs == 0)
        {
            IsSteady = false;
            return;
        }

        var newest = _count - 1;
        for (var i = 0; i < _count; i++)
        {
            _scratch[i] = Time(i) - (LatestNs + ((Count(i) - Count(newest)) * PeriodNs));
        }

        var phase = Median(_count);
        _anchor = LatestNs + phase;
        for (var i = 0; i < _count; i++)
        {
            _scratch[i] = Math.Abs(_scratch[i] - phase);
        }

        IsSteady = !isVariable && _count >= Fewest && Median(_count) < PeriodNs / 8;
    }

    private long Time(int i) => _times[(_next - _count + i + Depth) % Depth];

    private long Count(int i) => _counts[(_next - _count + i + Depth) % Depth];

    private long Median(int count)
    {
        var part = _scratch.AsSpan(0, count);
        part.Sort();
        return part[count / 2];
    }
}
