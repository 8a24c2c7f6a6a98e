using Oriel.Relay.Consumer;

namespace Oriel.Cli.Headless;

/// <summary>
/// Adds up the stages of every drawn frame and wakes whoever waits for a number of them. <see cref="Count"/> runs on the render thread and neither blocks nor
/// allocates; the sums may be read once the loop has stopped, the counters at any time.
/// </summary>
internal sealed class FrameMeter(long wanted) : IDisposable
{
    private readonly ManualResetEventSlim _first = new();
    private readonly ManualResetEventSlim _enough = new();
    private Stage _seen, _copied, _submitted, _presented, _latency;
    private long _frames;

    /// <summary>Frames drawn so far.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>When the first was drawn, host clock nanoseconds.</summary>
    public long FirstNs { get; private set; }

    /// <summary>When the last was drawn.</summary>
    public long LastNs { get; private set; }

    /// <summary>Signalled by the first frame.</summary>
    public WaitHandle First => _first.WaitHandle;

    /// <summary>Signalled when the wanted number was drawn; never when none is wanted.</summary>
    public WaitHandle Enough => _enough.WaitHandle;

    /// <summary>Mean times in microseconds: published to seen, seen to copied, copied to submitted, submitted to presented, published to presented.</summary>
    public (double? Seen, double? Copied, double? Submitted, double? Presented, double? Latency) MeansUs =>
        (_seen.MeanUs, _copied.MeanUs, _submitted.MeanUs, _presented.MeanUs, _latency.MeanUs);

    /// <summary>Worst time from published to presented, microseconds.</summary>
    public double? WorstLatencyUs => _latency.WorstUs;

    /// <summary>Takes one frame.</summary>
    public void Count(FrameTimes times)
    {
        _seen.Add(times.PublishedNs, times.SeenNs);
        _copied.Add(times.SeenNs, times.CopiedNs);
        _submitted.Add(times.CopiedNs, times.SubmittedNs);
        _presented.Add(times.SubmittedNs, times.PresentedNs);
        _latency.Add(times.PublishedNs, times.PresentedNs);
        LastNs = times.PresentedNs;
        if (_frames == 0)
        {
            FirstNs = times.PresentedNs;
            _first.Set();
        }

        Volatile.Write(ref _frames, _frames + 1);
        if (_frames == wanted)
        {
            _enough.Set();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _enough.Dispose();
    }

    private struct Stage
    {
        private long _sum, _count, _worst;

        public readonly double? MeanUs => _count == 0 ? null : Math.Round(_sum / 1000.0 / _count, 1);

        public readonly double? WorstUs => _count == 0 ? null : Math.Round(_worst / 1000.0, 1);

        public void Add(long from, long to)
        {
            if (from != FrameTimes.Unknown && to != FrameTimes.Unknown)
            {
                _sum += to - from;
                _count++;
                _worst = Math.Max(_worst, to - from);
            }
        }
    }
}
