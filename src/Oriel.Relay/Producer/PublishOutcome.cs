namespace Oriel.Relay.Producer;

/// <summary>How a publication ended.</summary>
public enum PublishOutcome
{
    /// <summary>Posted and filled.</summary>
    Published,

    /// <summary>Nobody is subscribed; nothing was copied.</summary>
    NoSubscriber,

    /// <summary>All buffers, or all ring entries, are still held; try again after the next tick.</summary>
    Busy,

    /// <summary>The session was lost (memory wiped, lock stuck, region shrank); call <see cref="RelayProducer.Restart"/>.</summary>
    SessionLost,

    /// <summary>Posted, but the <see cref="IFrameFiller"/> failed: consumers saw stale pixels; the next frame is announced whole.</summary>
    FillFailed,
}
