using Oriel.Relay.Consumer;

namespace Oriel.Display.Latency;

/// <summary>
/// Keeps the last so many durations as they are, and counts, sum and maximum of all: percentiles are exact, memory is bounded. One thread adds, without allocating; whoever
/// reads does so on that thread or after it stopped.
/// </summary>
public sealed class DurationSamples
{
    private readonly long[] _kept;
    private double _sum;
    private long _count;
    private long _max = long.MinValue;

    /// <summary>Takes its memory now.</summary>
    /// <param name="capacity">Durations kept, at least 1.</param>
    public DurationSamples(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _kept = new long[capacity];
    }

    /// <summary>Known ones added.</summary>
    public long Count => _count;

    /// <summary>Unknown ones added.</summary>
    public long Unknown { get; private set; }

    /// <summary>How many of the known ones are still here.</summary>
    public int Kept => (int)Math.Min(_count, _kept.Length);

    /// <summary>Takes one over, nanoseconds; <see cref="FrameTimes.Unknown"/> is counted apart.</summary>
    public void Add(long nanoseconds)
    {
        if (nanoseconds == FrameTimes.Unknown)
        {
            Unknown++;
            return;
        }

        _kept[_count % _kept.Length] = nanoseconds;
        _count++;
        _sum += nanoseconds;
        _max = Math.Max(_max, nanoseconds);
    }

    /// <summary>Adds them up.</summary>
    public DurationSummary Summarize() => Summarize(new long[Math.Max(1, Kept)]);

    /// <summary>As <see cref="Summarize()"/>, in memory of the caller's, so that nothing is allocated.</summary>
    /// <param name="scratch">Room for <see cref="Kept"/> numbers; its content is lost.</param>
    public DurationSummary Summarize(Span<long> scratch)
    {
        if (_count == 0)
        {
            return new DurationSummary(0, Unknown, FrameTimes.Unknown, FrameTimes.Unknown, FrameTimes.Unknown, FrameTimes.Unknown, FrameTimes.Unknown);
        }

        var sorted = scratch[..Kept];
        _kept.AsSpan(0, Kept).CopyTo(sorted);
        sorted.Sort();
        return new DurationSummary(_count, Unknown, (long)Math.Round(_sum / _count), Rank(sorted, 50), Rank(sorted, 95), Rank(sorted, 99), _max);
    }

    /// <summary>"N, p50 x ms, p99 y ms".</summary>
    public override string ToString()
    {
        var summary = Summarize();
        return summary.Count == 0 ? "none" : FormattableString.Invariant($"{summary.Count}, p50 {summary.P50Ns / 1e6:0.00} ms, p99 {summary.P99Ns / 1e6:0.00} ms");
    }

    // The smallest value that at least so many percent do not exceed.
    private static long Rank(ReadOnlySpan<long> sorted, int percent) => sorted[(int)((((long)sorted.Length * percent) + 99) / 100) - 1];
}
