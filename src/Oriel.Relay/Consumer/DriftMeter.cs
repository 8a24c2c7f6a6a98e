namespace Oriel.Relay.Consumer;

/// <summary>
/// How fast an offset grows, from two intervals it was known to lie in, some time apart: the mean over that time lies between the steepest fall and the steepest rise that
/// connect them. Keeps two past intervals, so that the older one is always between half a minute and a minute old once it can be. Pure; feed thread.
/// </summary>
internal sealed class DriftMeter
{
    private const long TurnNs = 30_000_000_000;
    private const long LeastNs = 5_000_000_000;

    private (long AtNs, long LowerNs, long UpperNs) _older;
    private (long AtNs, long LowerNs, long UpperNs) _newer;

    /// <summary>Forgets everything.</summary>
    public void Reset() => _older = _newer = default;

    /// <summary>The interval at a moment; moments never go back.</summary>
    public void Note(long atNs, long lowerNs, long upperNs)
    {
        if (_older.AtNs == 0)
        {
            _older = _newer = (atNs, lowerNs, upperNs);
        }
        else if (atNs - _newer.AtNs >= TurnNs)
        {
            (_older, _newer) = (_newer, (atNs, lowerNs, upperNs));
        }
        else if (atNs - _older.AtNs < LeastNs && upperNs - lowerNs < _older.UpperNs - _older.LowerNs)
        {
            // The first intervals are wide; a better one to start from comes soon.
            _older = _newer = (atNs, lowerNs, upperNs);
        }
    }

    /// <summary>Millionths, and how far off; NaN while that would say nothing.</summary>
    public (double Ppm, double UncertaintyPpm) Read(long atNs, long lowerNs, long upperNs)
    {
        var spanNs = atNs - _older.AtNs;
        if (_older.AtNs == 0 || spanNs < LeastNs)
        {
            return (double.NaN, double.NaN);
        }

        var least = (lowerNs - _older.UpperNs) * 1e6 / spanNs;
        var most = (upperNs - _older.LowerNs) * 1e6 / spanNs;
        var uncertainty = (most - least) / 2;
        return uncertainty < GuestClock.MaxDriftPpm ? ((least + most) / 2, uncertainty) : (double.NaN, double.NaN);
    }
}
