namespace Oriel.Agent.Session;

/// <summary>
/// Managed bytes a loop's thread allocates once it is warm: the first frames load code and look things up, the rest must allocate nothing.
/// Belongs to the measured thread.
/// </summary>
internal sealed class AllocationMeter
{
    /// <summary>Frames before measuring begins.</summary>
    public const int WarmUpFrames = 64;

    private int _frames;
    private long _baseline = -1;

    /// <summary>Allocated since the warm-up; 0 while it lasts.</summary>
    public long Bytes => _baseline < 0 ? 0 : GC.GetAllocatedBytesForCurrentThread() - _baseline;

    /// <summary>A frame was done.</summary>
    public void CountFrame()
    {
        if (_frames < WarmUpFrames && ++_frames == WarmUpFrames)
        {
            _baseline = GC.GetAllocatedBytesForCurrentThread();
        }
    }

    /// <summary>What follows is set-up, not frames: begin again, and return what was measured.</summary>
    public long Restart()
    {
        var bytes = Bytes;
        _frames = 0;
        _baseline = -1;
        return bytes;
    }
}
