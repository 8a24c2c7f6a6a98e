using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <content>
/// Frames that nobody copies (<see cref="IDirectFrames"/>). The message of such a frame stays ours until the sink has read it; meanwhile the feed goes on with the cursor and looks at no other frame. Whatever
/// goes wrong on the way, the frame is then copied like any other.
/// </content>
internal sealed partial class FrameReceiver
{
    private QueueState Deliver(SessionLink session, Subscription queue, in FrameHeader frame)
    {
        _late = frame;
        _hasLate = !TryDeliver(session, queue, in frame, _stallTicks, firstTry: true);
        return Finished(queue.Finish());
    }

    /// <summary>True when the frame is on the way without a copy, or could not arrive on any; false: it is to be copied.</summary>
    private bool TryBeginDirect(SessionLink session, in FrameHeader frame, DirectDelivery direct)
    {
        var outcome = direct.Begin(session, in frame, _tracker.SincePublished, _stallTicks);
        if (outcome == FollowOutcome.Complete)
        {
            return direct.IsPending;
        }

        if (outcome == FollowOutcome.TimedOut)
        {
            Stalled(session, in frame);
            (_late, _hasLate) = (frame, true);
        }

        return true;
    }

    private QueueState EndDirect(SessionLink session, Subscription queue, DirectDelivery direct)
    {
        switch (direct.Poll(HostClock.Now))
        {
            case DirectProgress.Pending:
                return QueueState.Empty;
            case DirectProgress.Failed:
                return Deliver(session, queue, in direct.Frame);
            default:
                var isProven = direct.IsProven(session.Region);
                if (!Stands(session, queue, in direct.Frame))
                {
                    direct.Abandon(DirectFailure.Torn);
                    Torn(session, in direct.Frame);
                    return Finished(queue.Finish());
                }

                if (!isProven)
                {
                    direct.Abandon(DirectFailure.Different);
                    return Deliver(session, queue, in direct.Frame);
                }

                Publish(slot: null, in direct.Frame);
                return Finished(queue.Finish());
        }
    }
}
