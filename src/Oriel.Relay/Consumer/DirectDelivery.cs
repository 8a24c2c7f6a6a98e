using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>
/// One frame on the way that nobody copies (<see cref="IDirectFrames"/>): begun, awaited without holding the feed up, ended within a bounded time whatever the sink's device does. Feed thread; allocates
/// nothing per frame.
/// </summary>
internal sealed class DirectDelivery(IDirectFrames frames)
{
    // A GPU that takes longer hangs; the guest drops a slow reader after a second.
    private static readonly long s_patienceTicks = HostClock.Ms(100);

    private readonly DirectProof _proof = new();
    private FrameHeader _frame;
    private long _deadline;

    /// <summary>A frame is being read; its message must not be finished.</summary>
    public bool IsPending { get; private set; }

    /// <summary>The frame being read.</summary>
    public ref readonly FrameHeader Frame => ref _frame;

    /// <summary>
    /// Waits for the frame's last byte (bounded) and begins it. <see cref="FollowOutcome.Complete"/> with <see cref="IsPending"/> set: begun; without: it is to be copied. Anything else: as if
    /// a copy had ended so.
    /// </summary>
    public FollowOutcome Begin(SessionLink session, in FrameHeader frame, DamageList damage, long patience)
    {
        if (!frames.IsReadyFor(session.Region, in frame))
        {
            return FollowOutcome.Complete;
        }

        var extent = new FrameExtent(frame.WritePointerOffset, frame.PixelsOffset, frame.PitchBytes, frame.RowBytes, frame.DataHeight);
        var outcome = FrameArrival.Await(session.Region, in extent, new FollowLimits(HostClock.Now + patience, session.SessionOffset, session.SessionId));
        if (outcome == FollowOutcome.Complete && frames.TryBegin(session.Region, in frame, damage))
        {
            _frame = frame;
            _deadline = HostClock.Now + s_patienceTicks;
            IsPending = true;
        }

        return outcome;
    }

    /// <summary>How far the pending frame is. Anything but <see cref="DirectProgress.Pending"/> ends it; <see cref="DirectProgress.Failed"/> also when the time is over: the frame is to be copied then.</summary>
    public DirectProgress Poll(long now)
    {
        var progress = frames.Progress;
        if (progress == DirectProgress.Pending && now < _deadline)
        {
            return progress;
        }

        IsPending = false;
        if (progress == DirectProgress.Read)
        {
            return progress;
        }

        frames.Abandon(progress == DirectProgress.Failed ? DirectFailure.Failed : DirectFailure.Late);
        return DirectProgress.Failed;
    }

    /// <summary>False when what was read is not what lies there. That says something about the sink only if the frame stood until after this.</summary>
    public bool IsProven(Region region) => frames.Proof is not { } read || _proof.Matches(region, in _frame, read);

    /// <summary>The frame read last is whole.</summary>
    public void Publish(in FrameTimes times) => frames.Publish(in _frame, in times);

    /// <summary>The frame read last is not to be shown.</summary>
    public void Abandon(DirectFailure failure) => frames.Abandon(failure);

    /// <summary>The session is over.</summary>
    public void Reset()
    {
        if (IsPending)
        {
            IsPending = false;
            frames.Abandon(DirectFailure.Torn);
        }

        frames.Forget();
    }
}
