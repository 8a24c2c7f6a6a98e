using System.Diagnostics;

namespace Oriel.Memory;

/// <summary>Waiting for a frame's write pointer (kvmfr.md section 5), bounded in every way a peer can fail.</summary>
internal static class WritePointer
{
    // A chunk takes a running producer 30 to 100 us: spinning that long usually saves the sleep, and sleeping after it leaves the core to a producer that has to share it.
    private const int SpinNanoseconds = 40_000;
    private const int SleepNanoseconds = 25_000;
    private const int PausesPerLook = 8;

    /// <summary>Waits until the pointer is at least <paramref name="needed"/>. The value itself is the guest's and means nothing beyond that comparison.</summary>
    public static FollowOutcome Await(Region region, ulong offset, ulong needed, in FollowLimits limits, out ulong seen)
    {
        seen = region.ReadUInt32(offset);
        if (seen >= needed)
        {
            return FollowOutcome.Complete;
        }

        var spinUntil = Stopwatch.GetTimestamp() + (SpinNanoseconds * Stopwatch.Frequency / 1_000_000_000);
        while (true)
        {
            var now = Stopwatch.GetTimestamp();
            if (now < spinUntil)
            {
                Thread.SpinWait(PausesPerLook);
            }
            else
            {
                MonotonicWait.Sleep(SleepNanoseconds);
            }

            seen = region.ReadUInt32(offset);
            if (seen >= needed)
            {
                return FollowOutcome.Complete;
            }

            if (region.IsFaulted)
            {
                return FollowOutcome.RegionFaulted;
            }

            if (region.ReadUInt32(limits.SessionOffset) != limits.SessionId)
            {
                return FollowOutcome.SessionChanged;
            }

            if (now >= limits.Deadline)
            {
                return FollowOutcome.TimedOut;
            }
        }
    }
}
