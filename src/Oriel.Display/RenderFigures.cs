using Oriel.Display.Presentation;
using Oriel.Relay.Consumer;

namespace Oriel.Display;

/// <summary>
/// Counts what the render thread does and publishes it twice a second without allocating: a version word that is odd while the fields change lets
/// any thread take a consistent copy.
/// </summary>
internal sealed class RenderFigures
{
    /// <summary>How often the figures are refreshed.</summary>
    public const long IntervalNs = 500_000_000;

    private long _since;
    private long _presents, _frames, _rated, _ratedBefore, _framesBefore;
    private long _copySum, _submitSum, _presentSum, _copyCount, _submitCount, _presentCount;
    private int _version;
    private Snapshot _shown = new() { Copy = -1, Submit = -1, Present = -1 };

    /// <summary>The latest published figures; any thread.</summary>
    public Snapshot Latest
    {
        get
        {
            while (true)
            {
                var before = Volatile.Read(ref _version);
                var copy = _shown;
                Interlocked.MemoryBarrier();
                if ((before & 1) == 0 && Volatile.Read(ref _version) == before)
                {
                    return copy;
                }

                Thread.SpinWait(10);
            }
        }
    }

    /// <summary>Render: pictures presented so far, not only up to the last refresh.</summary>
    public long Presents => _presents;

    /// <summary>Render: a frame was uploaded.</summary>
    public void CountFrame() => _frames++;

    /// <summary>Render: a picture was presented. One that only shows new figures does not count towards the rate, or the figures would keep themselves moving.</summary>
    public void CountPresent(bool isOnlyFigures)
    {
        _presents++;
        _rated += isOnlyFigures ? 0 : 1;
    }

    /// <summary>Render: a frame was shown, perhaps some time ago.</summary>
    public void CountTimes(in FrameTimes times)
    {
        Add(times.SeenNs, times.CopiedNs, ref _copySum, ref _copyCount);
        Add(times.CopiedNs, times.SubmittedNs, ref _submitSum, ref _submitCount);
        Add(times.SubmittedNs, times.PresentedNs, ref _presentSum, ref _presentCount);
    }

    /// <summary>Render: publishes when it is time, or always when forced; true when it did.</summary>
    public bool Refresh(long nowNs, long overwritten, long allocatedBytes, Presenter? presenter, bool isForced = false)
    {
        if (_since == 0)
        {
            _since = nowNs;
            return false;
        }

        var elapsed = nowNs - _since;
        if (elapsed < IntervalNs && !isForced)
        {
            return false;
        }

        Volatile.Write(ref _version, _version + 1);
        Interlocked.MemoryBarrier();
        _shown.Presents = _presents;
        _shown.Frames = _frames;
        _shown.Overwritten = overwritten;
        _shown.Allocated = allocatedBytes;
        _shown.Presentation = presenter?.TakeFigures(nowNs) ?? _shown.Presentation;
        if (elapsed >= IntervalNs)
        {
            _shown.PresentsPerSecond = (_rated - _ratedBefore) * 1e9 / elapsed;
            _shown.FramesPerSecond = (_frames - _framesBefore) * 1e9 / elapsed;
            _shown.Copy = Mean(ref _copySum, ref _copyCount);
            _shown.Submit = Mean(ref _submitSum, ref _submitCount);
            _shown.Present = Mean(ref _presentSum, ref _presentCount);
            (_ratedBefore, _framesBefore, _since) = (_rated, _frames, nowNs);
        }

        Volatile.Write(ref _version, _version + 1);
        return true;
    }

    /// <summary>Render: when the next refresh is due; never while everything has been still for a whole interval.</summary>
    public long NextRefreshNs => _since == 0 || (_rated == _ratedBefore && _frames == _framesBefore && _shown is { PresentsPerSecond: 0, FramesPerSecond: 0 }) ? long.MaxValue : _since + IntervalNs;

    private static void Add(long from, long to, ref long sum, ref long count)
    {
        if (from != FrameTimes.Unknown && to != FrameTimes.Unknown && to >= from)
        {
            sum += to - from;
            count++;
        }
    }

    private static long Mean(ref long sum, ref long count)
    {
        var mean = count == 0 ? -1 : sum / count;
        (sum, count) = (0, 0);
        return mean;
    }

    /// <summary>One set of figures; -1 = not measured.</summary>
    internal struct Snapshot
    {
        public double PresentsPerSecond, FramesPerSecond;
        public long Presents, Frames, Overwritten, Allocated, Copy, Submit, Present;
        public PresentationFigures Presentation;
    }
}
