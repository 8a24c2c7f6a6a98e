using Oriel.Display.Latency;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency;

/// <summary>
/// The times of the frames that a measurement is about: the last so many as they are, and what all of them come to. <see cref="Add"/> runs on the render thread and neither
/// blocks nor allocates; everything but the waiting is read once that thread has stopped.
/// </summary>
internal sealed class FrameRecord : IDisposable
{
    private readonly FrameTimes[] _kept;
    private readonly long[] _evidence = new long[Enum.GetValues<PresentationEvidence>().Length];
    private readonly ManualResetEventSlim _first = new();
    private readonly ManualResetEventSlim _enough = new();
    private readonly long _warmUpNs;
    private readonly long _wanted;
    private long _startNs = long.MaxValue;

    /// <summary>Takes its memory now.</summary>
    /// <param name="capacity">Frames kept, at least 1.</param>
    /// <param name="warmUp">Frames seen so long after the first one are left out: what they take is the program's start.</param>
    /// <param name="wanted">Frames that are enough; 0 = never.</param>
    public FrameRecord(int capacity, TimeSpan warmUp, long wanted)
    {
        _kept = new FrameTimes[capacity];
        Stages = new StageLatencies(capacity);
        (_warmUpNs, _wanted) = ((long)warmUp.TotalNanoseconds, wanted);
    }

    /// <summary>What the frames come to.</summary>
    public StageLatencies Stages { get; }

    /// <summary>Frames shown while the viewer was warming up.</summary>
    public long LeftOut { get; private set; }

    /// <summary>When the first measured frame was seen, host clock nanoseconds.</summary>
    public long FirstNs { get; private set; }

    /// <summary>When the last one was.</summary>
    public long LastNs { get; private set; }

    /// <summary>Signalled by the first frame, measured or not.</summary>
    public WaitHandle First => _first.WaitHandle;

    /// <summary>Signalled when the wanted number was measured.</summary>
    public WaitHandle Enough => _enough.WaitHandle;

    /// <summary>The frames that are still here, oldest first.</summary>
    public IReadOnlyList<FrameTimes> Kept
    {
        get
        {
            var count = (int)Math.Min(Stages.Frames, _kept.Length);
            var list = new FrameTimes[count];
            for (var i = 0; i < count; i++)
            {
                list[i] = _kept[(Stages.Frames - count + i) % _kept.Length];
            }

            return list;
        }
    }

    /// <summary>Frames by how it is known when they were shown.</summary>
    public long CountOf(PresentationEvidence evidence) => _evidence[(int)evidence];

    /// <summary>Takes one shown frame over. Render thread.</summary>
    public void Add(FrameTimes times)
    {
        if (_startNs == long.MaxValue)
        {
            _startNs = times.SeenNs + _warmUpNs;
            _first.Set();
        }

        if (times.SeenNs < _startNs)
        {
            LeftOut++;
            return;
        }

        if (Stages.Frames == 0)
        {
            FirstNs = times.SeenNs;
        }

        LastNs = times.SeenNs;
        _kept[Stages.Frames % _kept.Length] = times;
        Stages.Add(times);
        _evidence[(int)times.Presentation]++;
        if (Stages.Frames == _wanted)
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
}
