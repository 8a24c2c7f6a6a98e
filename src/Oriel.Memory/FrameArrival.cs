namespace Oriel.Memory;

/// <summary>Waiting for a whole frame, for who reads it where it lies.</summary>
public static class FrameArrival
{
    /// <summary>Waits, bounded by <paramref name="limits"/>, until the write pointer has passed the last row. Spins briefly, then sleeps in microsecond steps; allocates nothing.</summary>
    /// <param name="region">Where the frame lies.</param>
    /// <param name="frame">Its place.</param>
    /// <param name="limits">When to give up.</param>
    public static FollowOutcome Await(Region region, in FrameExtent frame, in FollowLimits limits)
    {
        ArgumentNullException.ThrowIfNull(region);
        var spin = WritePointer.SpinNanoseconds;
        var outcome = WritePointer.Await(region, frame.WritePointerOffset, (ulong)frame.Rows * frame.PitchBytes, limits, ref spin, out _);
        return outcome != FollowOutcome.Complete ? outcome
            : region.IsFaulted ? FollowOutcome.RegionFaulted
            : region.ReadUInt32(limits.SessionOffset) != limits.SessionId ? FollowOutcome.SessionChanged
            : FollowOutcome.Complete;
    }
}
