namespace Oriel.Display.Presentation;

/// <summary>
/// Decides when to begin a picture so that it is ready just before the display refreshes, and holds the newest frame there is. It learns what a picture costs, and how much
/// room to leave from the refreshes it missed. Pure: no clock, no allocation. Render role.
/// </summary>
internal sealed class JustInTimePacer
{
    private const int Depth = 64;
    private const int FirstCalm = 120;
    private const int LongestCalm = 7680;
    private const long FirstMarginNs = 1_500_000;
    private const long LeastMarginNs = 300_000;

    private readonly long[] _costs = new long[Depth];
    private readonly long[] _sorted = new long[Depth];
    private int _next;
    private int _count;
    private long _cost;
    private long _lastTarget = long.MinValue;
    private int _calm = FirstCalm;
    private int _hits;

    /// <summary>Room left beside the cost of a picture, nanoseconds.</summary>
    public long MarginNs { get; private set; } = FirstMarginNs;

    /// <summary>How long before a refresh a picture is begun: what 95 of 100 cost, and the margin.</summary>
    public long LeadNs => _cost + MarginNs;

    /// <summary>A picture took this long, from its beginning until it was handed over.</summary>
    public void AddCost(long ns)
    {
        _costs[_next] = Math.Clamp(ns, 0, RefreshModel.LongestNs);
        _next = (_next + 1) % Depth;
        _count = Math.Min(_count + 1, Depth);
        var sorted = _sorted.AsSpan(0, _count);
        _costs.AsSpan(0, _count).CopyTo(sorted);
        sorted.Sort();
        _cost = sorted[(_count - 1) * 95 / 100];
    }

    /// <summary>When to begin the next picture, and the refresh it is for. A beginning that has passed means: now.</summary>
    public (long StartNs, long TargetNs) Plan(long nowNs, RefreshModel refresh)
    {
        var period = refresh.PeriodNs;

        // One picture for each refresh: half a period keeps a phase that moved a little from giving it two.
        var target = refresh.NextAfter(Math.Max(nowNs, _lastTarget == long.MinValue ? nowNs : Math.Min(_lastTarget, nowNs + period) + (period / 2)));
        if (target - LeadNs < nowNs && target - _cost < nowNs)
        {
            // Too late even without a margin: it would be shown one later, with an older frame.
            target = refresh.NextAfter(target + (period / 2));
        }

        return (target - LeadNs, target);
    }

    /// <summary>A picture for this refresh is begun.</summary>
    public void Begin(long targetNs) => _lastTarget = targetNs;

    /// <summary>What became of one: a missed refresh takes room at once, many hit ones give a little back; the longer it went well, the more slowly.</summary>
    /// <param name="isHit">It was shown at its refresh.</param>
    /// <param name="periodNs">One refresh.</param>
    public void Report(bool isHit, long periodNs)
    {
        if (!isHit)
        {
            // A miss soon after room was given back says that it was the room's fault: try that more rarely.
            _calm = Math.Min(_calm * 2, LongestCalm);
            _hits = 0;
            MarginNs = Math.Min(MarginNs + Math.Max(periodNs / 16, 250_000), Math.Max(periodNs, LeastMarginNs));
            return;
        }

        if (++_hits >= _calm)
        {
            _hits = 0;
            MarginNs = Math.Max(MarginNs - (periodNs / 64), LeastMarginNs);
        }
    }
}
