using Oriel.Relay.Consumer;

namespace Oriel.Display.Latency;

/// <summary>How long shown frames took, in all and by stage: what figures on the screen, <c>oriel latency</c>, headless figures and the log are made of. Threads as <see cref="DurationSamples"/>.</summary>
public sealed class StageLatencies
{
    private readonly DurationSamples[] _stages = new DurationSamples[FrameStages.Count];

    /// <summary>Takes its memory now.</summary>
    /// <param name="capacity">Frames that percentiles are made of, at least 1.</param>
    public StageLatencies(int capacity)
    {
        Capacity = capacity;
        for (var i = 0; i < _stages.Length; i++)
        {
            _stages[i] = new DurationSamples(capacity);
        }
    }

    /// <summary>Frames that percentiles are made of at most.</summary>
    public int Capacity { get; }

    /// <summary>Frames added.</summary>
    public long Frames { get; private set; }

    /// <summary>The frame added last.</summary>
    public FrameTimes Last { get; private set; } = new();

    /// <summary>The largest <see cref="FrameTimes.GuestClockErrorNs"/> so far; <see cref="FrameTimes.Unknown"/> when no frame had one.</summary>
    public long WorstClockErrorNs { get; private set; } = FrameTimes.Unknown;

    /// <summary>Frames whose guest's clock was known.</summary>
    public long ClockedFrames { get; private set; }

    /// <summary>The durations of one stage.</summary>
    public DurationSamples this[FrameStage stage] => _stages[(int)stage];

    /// <summary>Takes one frame over.</summary>
    public void Add(in FrameTimes times)
    {
        for (var i = 0; i < _stages.Length; i++)
        {
            _stages[i].Add(FrameStages.Duration(times, (FrameStage)i));
        }

        if (times.GuestClockErrorNs != FrameTimes.Unknown)
        {
            ClockedFrames++;
            WorstClockErrorNs = Math.Max(WorstClockErrorNs, times.GuestClockErrorNs);
        }

        Last = times;
        Frames++;
    }

    /// <summary>One line for a log.</summary>
    public override string ToString() =>
        $"{this[FrameStage.Viewer]} (p50 by stage: copy {Half(FrameStage.Copy)}, upload and draw {Half(FrameStage.Render)}, present {Half(FrameStage.Present)}; captured to shown {Half(FrameStage.Total)})";

    private string Half(FrameStage stage) => this[stage].Summarize() is { Count: > 0 } summary ? FormattableString.Invariant($"{summary.P50Ns / 1e6:0.00} ms") : "unknown";
}
