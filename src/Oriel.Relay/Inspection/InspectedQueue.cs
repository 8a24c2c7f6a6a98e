using System.Text.Json.Serialization;

namespace Oriel.Relay.Inspection;

/// <summary>One queue record as it stands in the image.</summary>
public sealed record InspectedQueue
{
    /// <summary>Index of the record.</summary>
    public required int Index { get; init; }

    /// <summary>Application's queue number.</summary>
    [JsonPropertyName("queueID")]
    public required uint QueueId { get; init; }

    /// <summary>Why the queue is refused; null when it may be subscribed.</summary>
    public InspectedRefusal? Refused { get; init; }

    /// <summary>Remarks.</summary>
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Ring entries as stored.</summary>
    public required uint RingSize { get; init; }

    /// <summary>Absolute offset of the ring.</summary>
    public required uint MessagesOffset { get; init; }

    /// <summary>Milliseconds a subscriber may hold the oldest message.</summary>
    public required uint MaxTimeMs { get; init; }

    /// <summary>Oldest message.</summary>
    public required uint Start { get; init; }

    /// <summary>Index written next.</summary>
    public required uint Position { get; init; }

    /// <summary>Messages held.</summary>
    public required uint Count { get; init; }

    /// <summary>Slots in use, one bit each.</summary>
    public required uint SubsOn { get; init; }

    /// <summary>Slots that were too slow, one bit each.</summary>
    public required uint SubsBad { get; init; }

    /// <summary>Subscriber id in slot 0.</summary>
    [JsonPropertyName("slot0ClientID")]
    public required uint Slot0ClientId { get; init; }

    /// <summary>Producer time after which a bad slot 0 may be recycled.</summary>
    public required ulong Slot0Timeout { get; init; }

    /// <summary>Producer time when the oldest message expires.</summary>
    public required ulong MsgTimeout { get; init; }

    /// <summary>Subscriptions the producer has not seen yet.</summary>
    public required uint NewSubCount { get; init; }

    /// <summary>Free client-message slots.</summary>
    public required uint CMsgAvail { get; init; }

    /// <summary>Client-message slot written next.</summary>
    public required uint CMsgWPos { get; init; }

    /// <summary>Client messages ever written.</summary>
    public required uint CMsgWSerial { get; init; }

    /// <summary>Client messages acknowledged.</summary>
    public required uint CMsgRSerial { get; init; }

    /// <summary>Unread client messages, oldest first.</summary>
    public required IReadOnlyList<InspectedClientMessage> ClientMessages { get; init; }

    /// <summary>Lock word: 0 free, 1 taken.</summary>
    public required uint HasQueueLock { get; init; }
}

/// <summary>One unread client message.</summary>
/// <param name="Index">Slot in the client-message ring.</param>
/// <param name="Size">Claimed size, bytes.</param>
/// <param name="Hex">Payload, at most 64 bytes.</param>
/// <param name="ClientId">Sender (LGMP 12).</param>
public sealed record InspectedClientMessage(uint Index, uint Size, string Hex, [property: JsonPropertyName("clientID")] uint? ClientId);
