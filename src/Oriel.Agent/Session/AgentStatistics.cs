using System.Diagnostics;

namespace Oriel.Agent.Session;

/// <summary>Counters of an agent, each written by one thread and read by any.</summary>
internal sealed class AgentStatistics
{
    private long _captured;
    private long _captureTicks;
    private long _capturedPixels;
    private long _replaced;
    private long _published;
    private long _publishTicks;
    private long _latencyTicks;
    private long _busy;
    private long _repeated;
    private long _cursors;
    private long _sourceOpens;
    private long _modeChanges;
    private long _captureAllocatedBytes;
    private long _publishAllocatedBytes;
    private long _filledBytes;

    /// <summary>Pictures captured.</summary>
    public long Captured => Volatile.Read(ref _captured);

    /// <summary>Pixels copied out of the source.</summary>
    public long CapturedPixels => Volatile.Read(ref _capturedPixels);

    /// <summary>Pictures taken back unfetched because a newer one came.</summary>
    public long Replaced => Volatile.Read(ref _replaced);

    /// <summary>Frames published.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>Publications put off because consumers held every buffer.</summary>
    public long Busy => Volatile.Read(ref _busy);

    /// <summary>Frames posted again for new subscribers.</summary>
    public long Repeated => Volatile.Read(ref _repeated);

    /// <summary>Cursor messages handed to the producer.</summary>
    public long Cursors => Volatile.Read(ref _cursors);

    /// <summary>Times a capture source was opened.</summary>
    public long SourceOpens => Volatile.Read(ref _sourceOpens);

    /// <summary>Mode changes seen.</summary>
    public long ModeChanges => Volatile.Read(ref _modeChanges);

    /// <summary>Managed bytes allocated by the capture thread after its warm-up (see <see cref="AllocationMeter"/>).</summary>
    public long CaptureAllocatedBytes => Volatile.Read(ref _captureAllocatedBytes);

    /// <summary>Managed bytes allocated by the publish thread after its warm-up (see <see cref="AllocationMeter"/>).</summary>
    public long PublishAllocatedBytes => Volatile.Read(ref _publishAllocatedBytes);

    /// <summary>Bytes of pixels copied into regions by sessions that ended.</summary>
    public long FilledBytes => Volatile.Read(ref _filledBytes);

    /// <summary>Mean time of a capture, milliseconds.</summary>
    public double MeanCaptureMs => Mean(ref _captureTicks, Captured);

    /// <summary>Mean time of a publication, milliseconds.</summary>
    public double MeanPublishMs => Mean(ref _publishTicks, Published);

    /// <summary>Counts a capture. Capture thread.</summary>
    public void AddCapture(long ticks, long pixels)
    {
        Volatile.Write(ref _captureTicks, _captureTicks + ticks);
        Volatile.Write(ref _capturedPixels, _capturedPixels + pixels);
        Volatile.Write(ref _captured, _captured + 1);
    }

    /// <summary>Counts a picture that was replaced. Capture thread.</summary>
    public void AddReplaced() => Volatile.Write(ref _replaced, _replaced + 1);

    /// <summary>Counts an opened source. Capture thread.</summary>
    public void AddSourceOpen() => Volatile.Write(ref _sourceOpens, _sourceOpens + 1);

    /// <summary>Counts a mode change. Capture thread.</summary>
    public void AddModeChange() => Volatile.Write(ref _modeChanges, _modeChanges + 1);

    /// <summary>Adds allocations of the capture thread.</summary>
    public void AddCaptureAllocation(long bytes) => Volatile.Write(ref _captureAllocatedBytes, _captureAllocatedBytes + bytes);

    /// <summary>Mean time from before the capture until all pixels are in the region, milliseconds.</summary>
    public double MeanLatencyMs => Mean(ref _latencyTicks, Published);

    /// <summary>Counts a publication. Publish thread.</summary>
    /// <param name="ticks">Duration of the publication itself.</param>
    /// <param name="latencyTicks">Time since before the picture was captured.</param>
    public void AddPublished(long ticks, long latencyTicks)
    {
        Volatile.Write(ref _latencyTicks, _latencyTicks + latencyTicks);
        Volatile.Write(ref _publishTicks, _publishTicks + ticks);
        Volatile.Write(ref _published, _published + 1);
    }

    /// <summary>Adds what a session copied, once it ended.</summary>
    public void AddFilled(long bytes) => Volatile.Write(ref _filledBytes, _filledBytes + bytes);

    /// <summary>Counts a publication put off. Publish thread.</summary>
    public void AddBusy() => Volatile.Write(ref _busy, _busy + 1);

    /// <summary>Counts a repeated frame. Publish thread.</summary>
    public void AddRepeated() => Volatile.Write(ref _repeated, _repeated + 1);

    /// <summary>Adds allocations of the publish thread.</summary>
    public void AddPublishAllocation(long bytes) => Volatile.Write(ref _publishAllocatedBytes, _publishAllocatedBytes + bytes);

    /// <summary>Counts a cursor message. Cursor thread.</summary>
    public void AddCursor() => Volatile.Write(ref _cursors, _cursors + 1);

    private static double Mean(ref long ticks, long count) => count == 0 ? 0 : Volatile.Read(ref ticks) * 1000.0 / Stopwatch.Frequency / count;
}
