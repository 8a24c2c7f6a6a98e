namespace Oriel.Cli.View;

/// <summary>
/// Counts durations in steps of 10 µs up to 100 ms; what is longer counts as that. One thread adds, any reads afterwards. Adding costs one increment and allocates nothing.
/// </summary>
internal sealed class LatencyHistogram
{
    private const long StepNs = 10_000;
    private readonly long[] _counts = new long[10_001];
    private long _total;

    /// <summary>Durations counted.</summary>
    public long Total => Volatile.Read(ref _total);

    /// <summary>Counts one; negative ones (a clock that is unknown) are left out.</summary>
    public void Add(long nanoseconds)
    {
        if (nanoseconds < 0)
        {
            return;
        }

        _counts[Math.Min(nanoseconds / StepNs, _counts.Length - 1)]++;
        Volatile.Write(ref _total, _total + 1);
    }

    /// <summary>The duration that this share (0 to 1) does not exceed, in milliseconds, rounded up to the step; 0 when nothing was counted.</summary>
    public double PercentileMs(double share)
    {
        var left = (long)Math.Ceiling(Total * share);
        for (var i = 0; i < _counts.Length && left > 0; i++)
        {
            left -= _counts[i];
            if (left <= 0)
            {
                return (i + 1) * StepNs / 1e6;
            }
        }

        return 0;
    }

    /// <summary>"N, p50 x ms, p99 y ms".</summary>
    public override string ToString() => FormattableString.Invariant($"{Total}, p50 {PercentileMs(0.5):0.00} ms, p99 {PercentileMs(0.99):0.00} ms");
}
