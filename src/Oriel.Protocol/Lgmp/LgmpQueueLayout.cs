namespace Oriel.Protocol.Lgmp;

/// <summary>Offsets inside one queue record (lgmp.md sections 4.2 and 4.3), relative to the record.</summary>
public sealed record LgmpQueueLayout
{
    /// <summary>Subscriber slots.</summary>
    public required int Slots { get; init; }

    /// <summary>u32 application's queue number.</summary>
    public required int QueueId { get; init; }

    /// <summary>u32 ring entries as stored.</summary>
    public required int RingLength { get; init; }

    /// <summary>atomic u32, +1 for each new subscriber, exchanged with 0 by the producer.</summary>
    public required int NewSubscribers { get; init; }

    /// <summary>u32 milliseconds a subscriber may hold the oldest message.</summary>
    public required int MaxTimeMs { get; init; }

    /// <summary>atomic u32 ring index the producer writes next.</summary>
    public required int Position { get; init; }

    /// <summary>u32 absolute offset of the ring.</summary>
    public required int RingOffset { get; init; }

    /// <summary>u64[Slots] producer time after which a bad slot may be recycled.</summary>
    public required int Timeouts { get; init; }

    /// <summary>u32[Slots] subscriber ids.</summary>
    public required int ClientIds { get; init; }

    /// <summary>u32 queue lock (one byte of it counts when <see cref="ByteLocks"/>).</summary>
    public required int Lock { get; init; }

    /// <summary>v5: locks are one-byte flags; only the low byte of the word counts, the rest is arbitrary padding (section 9).</summary>
    public bool ByteLocks { get; init; }

    /// <summary>Subscription masks: ON in the high half, BAD in the low half.</summary>
    public required int Subscriptions { get; init; }

    /// <summary>The subscription masks are a u64 of two 32-bit halves, else a u32 of two 16-bit halves.</summary>
    public required bool WideSubscriptions { get; init; }

    /// <summary>u32 ring index of the oldest message held.</summary>
    public required int Start { get; init; }

    /// <summary>atomic u64 producer time at which the oldest message expires.</summary>
    public required int MessageTimeout { get; init; }

    /// <summary>atomic u32 messages held.</summary>
    public required int Count { get; init; }

    /// <summary>u32 lock of the client-message ring.</summary>
    public required int ClientLock { get; init; }

    /// <summary>atomic u32 free client-message slots.</summary>
    public required int ClientAvailable { get; init; }

    /// <summary>atomic u32 slot a client writes next.</summary>
    public required int ClientWritePosition { get; init; }

    /// <summary>atomic u32 messages ever written.</summary>
    public required int ClientWriteSerial { get; init; }

    /// <summary>atomic u32 messages acknowledged by the producer.</summary>
    public required int ClientReadSerial { get; init; }

    /// <summary>First client-message record.</summary>
    public required int ClientMessages { get; init; }

    /// <summary>Client-message slots.</summary>
    public required int ClientMessageSlots { get; init; }

    /// <summary>Bytes from one client-message record to the next.</summary>
    public required int ClientMessageStride { get; init; }

    /// <summary>u32 sender id inside a client-message record (v12), else -1.</summary>
    public int ClientMessageClientId { get; init; } = -1;

    /// <summary>First payload byte inside a client-message record (its u32 size is at 0).</summary>
    public required int ClientMessageData { get; init; }

    /// <summary>Layouts A and B.</summary>
    internal static LgmpQueueLayout Early { get; } = new()
    {
        Slots = 32, QueueId = 0, RingLength = 4, NewSubscribers = 8, MaxTimeMs = 12, Position = 16, RingOffset = 20,
        Timeouts = 24, ClientIds = 280, Lock = 408, Subscriptions = 416, WideSubscriptions = true, Start = 424, MessageTimeout = 432,
        Count = 440, ClientLock = 444, ClientAvailable = 448, ClientWritePosition = 452, ClientWriteSerial = 456, ClientReadSerial = 460,
        ClientMessages = 464, ClientMessageSlots = 10, ClientMessageStride = 68, ClientMessageData = 4,
    };

    /// <summary>Layouts C and D.</summary>
    internal static LgmpQueueLayout Late { get; } = new()
    {
        Slots = 8, Position = 0, Start = 4, Count = 8, MessageTimeout = 16, Lock = 64, ClientLock = 128, ClientAvailable = 132,
        ClientWritePosition = 136, ClientWriteSerial = 140, ClientReadSerial = 144, Subscriptions = 192, WideSubscriptions = false,
        NewSubscribers = 196, ClientIds = 200, Timeouts = 232, QueueId = 296, RingLength = 300, RingOffset = 304, MaxTimeMs = 308,
        ClientMessages = 320, ClientMessageSlots = 16, ClientMessageStride = 80, ClientMessageData = 16,
    };
}
