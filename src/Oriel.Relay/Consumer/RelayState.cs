namespace Oriel.Relay.Consumer;

/// <summary>Why there is, or is not, a picture.</summary>
public enum RelayState
{
    /// <summary>Not started yet.</summary>
    Idle,

    /// <summary>The file or device does not exist.</summary>
    NoRegion,

    /// <summary>It exists but may not be opened.</summary>
    NoPermission,

    /// <summary>It cannot be mapped or is not a region (empty, too small, wrong kind, shrank).</summary>
    RegionUnusable,

    /// <summary>The memory holds no producer's header: the guest's agent never ran, or the memory was wiped.</summary>
    NoProducer,

    /// <summary>A header is there but its heartbeat does not move: the agent, or the guest, stopped.</summary>
    ProducerSilent,

    /// <summary>The producer speaks a version this build does not know.</summary>
    VersionMismatch,

    /// <summary>The session's header or queues were refused; see <see cref="RelayStatus.Reject"/>.</summary>
    SessionRefused,

    /// <summary>Session accepted, the queues are not there yet or are full.</summary>
    WaitingForQueues,

    /// <summary>Subscribed, no frame seen yet.</summary>
    WaitingForFrame,

    /// <summary>Frames arrive (or the guest is idle and the last one stands).</summary>
    Live,
}
