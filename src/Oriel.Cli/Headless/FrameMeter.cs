using Oriel.Display.Latency;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Headless;

/// <summary>
/// Adds up the stages of every drawn frame and wakes whoever waits for a number of them. <see cref="Count"/> runs on the render thread and neither blocks nor
/// allocates; the sums may be read once the loop has stopped, the counters at any time.
/// </summary>
internal sealed class FrameMeter(long wanted) : IDisposable
{
    // Means and maxima are of all frames; this is only for percentiles, which are not asked for here.
    private const int FramesKept = 1;

    private readonly ManualResetEventSlim _first = new();
    private readonly ManualResetEventSlim _enough = new();
    private readonly StageLatencies _stages = new(FramesKept);
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

    /// <summary>Mean of one stage over all frames, microseconds; null when it was never measured.</summary>
    public double? MeanUs(FrameStage stage) => Us(_stages[stage].Summarize().MeanNs);

    /// <summary>Worst time from published to presented, microseconds.</summary>
    public double? WorstLatencyUs => Us(_stages[FrameStage.FromPublished].Summarize().MaxNs);

    /// <summary>Takes one frame.</summary>
    public void Count(FrameTimes times)
    {
        _stages.Add(times);
        LastNs = times.PresentedNs == FrameTimes.Unknown ? FrameTimes.Now() : times.PresentedNs;
        if (_frames == 0)
        {
            FirstNs = LastNs;
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

    private static double? Us(long nanoseconds) => nanoseconds == FrameTimes.Unknown ? null : Math.Round(nanoseconds / 1000.0, 1);
}
