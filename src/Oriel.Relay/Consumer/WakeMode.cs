namespace Oriel.Relay.Consumer;

/// <summary>What brings the feed to look at the queues.</summary>
public enum WakeMode
{
    /// <summary>No doorbell: the clock, by the cadence of the frames.</summary>
    AdaptivePoll,

    /// <summary>There is a doorbell, but it has not been heard yet in this session: polled meanwhile.</summary>
    DoorbellUnproven,

    /// <summary>The doorbell; the clock only for heartbeat and backing.</summary>
    Doorbell,

    /// <summary>Frames came and the doorbell did not ring: polled until it does.</summary>
    DoorbellSilent,

    /// <summary>The doorbell rings for nothing, all the time: not listened to for a while, polled meanwhile.</summary>
    DoorbellStorm,
}
