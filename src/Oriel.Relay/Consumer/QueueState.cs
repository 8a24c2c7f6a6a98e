namespace Oriel.Relay.Consumer;

/// <summary>How an operation on a queue ended.</summary>
internal enum QueueState
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>No message for us.</summary>
    Empty,

    /// <summary>No free subscriber slot, or no free client-message slot.</summary>
    Full,

    /// <summary>Marked slow, or the slot was given to somebody else: subscribe again.</summary>
    Evicted,

    /// <summary>The session is another one or gone: forget everything, write nothing.</summary>
    SessionLost,

    /// <summary>Impossible numbers or a lock that stays taken; <see cref="Subscription.Reject"/> has the numbers.</summary>
    Refused,
}
