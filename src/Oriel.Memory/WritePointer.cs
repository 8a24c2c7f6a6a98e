using System.Diagnostics;

namespace Oriel.Memory;

/// <summary>Waiting for a frame's write pointer (kvmfr.md section 5), bounded in every way a peer can fail.</summary>
internal static class WritePointer
{
    /// <summary>
    /// A chunk of 1 MiB takes a running producer 30 to 80 us, ours are a quarter of that: spinning that long usually saves the sleep, and sleeping after it leaves the core to a
    /// producer that has to share it.
    /// </summary>
    public const int SpinNanoseconds = 80_000;

    // Once it was in vain the producer most likely waits for this core, or for something else: then it is left the core soon.
    private const int ShortSpinNanoseconds = 5_000;
    private const int SleepNanoseconds = 25_000;
    private const int PausesPerLook = 8;

    /// <summary>Waits until the pointer is at least <paramref name="needed"/>. The value itself is the guest's and means nothing beyond that comparison.</summary>
    /// <param name="region">Where it is.</param>
    /// <param name="offset">Absolute offset of it.</param>
    /// <param name="needed">Value to wait for.</param>
    /// <param name="limits">When to give up.</param>
    /// <param name="spinNanoseconds">How long to spin before sleeping; starts as <see cref="SpinNanoseconds"/> with each frame and is kept by this method.</param>
    /// <param name="seen">The value seen last.</param>
    public static FollowOutcome Await(Region region, ulong offset, ulong needed, in FollowLimits limits, ref int spinNanoseconds, out ulong seen)
    {
        seen = region.ReadUInt32(offset);
        if (seen >= needed)
        {
            return FollowOutcome.Complete;
        }

        var spinUntil = Stopwatch.GetTimestamp() + (spinNanoseconds * Stopwatch.Frequency / 1_000_000_000);
        while (true)
        {
            var now = Stopwatch.GetTimestamp();
            if (now < spinUntil)
            {
                Thread.SpinWait(PausesPerLook);
            }
            else
            {
                spinNanoseconds = ShortSpinNanoseconds;
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
