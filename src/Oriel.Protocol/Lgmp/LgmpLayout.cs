namespace Oriel.Protocol.Lgmp;

/// <summary>
/// One LGMP memory layout as data (lgmp.md sections 1, 3 and 4). Session and queue logic runs against these tables; there is no
/// class per version. All offsets and sizes are bytes; -1 means the layout has no such field.
/// </summary>
public sealed record LgmpLayout
{
    /// <summary>The four bytes "LGMP" as a little-endian word.</summary>
    public const uint Magic = 0x504D474C;

    /// <summary>Payload bytes of a client message, in every version.</summary>
    public const int ClientMessageBytes = 64;

    /// <summary>Milliseconds without a change of the timestamp after which a session is dead.</summary>
    public const int DeadAfterMs = 1000;

    /// <summary>LGMP version number as it stands in the memory.</summary>
    public required uint Version { get; init; }

    /// <summary>Name of the layout for people: v5, v6, v7, v10c, v12.</summary>
    public required string Name { get; init; }

    // ---- session header, section 4.1

    /// <summary>Offset of the magic.</summary>
    public required int MagicOffset { get; init; }

    /// <summary>Offset of the version.</summary>
    public required int VersionOffset { get; init; }

    /// <summary>Offset of the session id.</summary>
    public required int SessionIdOffset { get; init; }

    /// <summary>Offset of the 64-bit heartbeat.</summary>
    public required int TimestampOffset { get; init; }

    /// <summary>Offset of the client id counter (v12), else -1.</summary>
    public required int NextClientIdOffset { get; init; }

    /// <summary>Offset of the number of queue records in use.</summary>
    public required int QueueCountOffset { get; init; }

    /// <summary>Offset of queue record 0.</summary>
    public required int QueuesOffset { get; init; }

    /// <summary>Bytes from one queue record to the next.</summary>
    public required int QueueStride { get; init; }

    /// <summary>Queue records the header has room for.</summary>
    public required int MaxQueues { get; init; }

    /// <summary>Offset of the user data size.</summary>
    public required int UserDataSizeOffset { get; init; }

    /// <summary>Offset of the user data.</summary>
    public required int UserDataOffset { get; init; }

    /// <summary>Fixed header size that the allocator and the minimum-size check use.</summary>
    public required int HeaderBytes { get; init; }

    // ---- queue record, sections 4.2 and 4.3

    /// <summary>Offsets inside a queue record.</summary>
    public required LgmpQueueLayout Queue { get; init; }

    /// <summary>Offsets inside a ring entry.</summary>
    public required LgmpEntryLayout Entry { get; init; }

    // ---- rules, sections 3, 5 and 6

    /// <summary>Rings keep one entry unused (v5 to v7), so n requested messages take n + 1 entries.</summary>
    public required bool SpareEntry { get; init; }

    /// <summary>Rings hold a power of two of entries, all usable, and are 64-byte aligned (v10 on).</summary>
    public bool PowerOfTwoRings => !SpareEntry;

    /// <summary>Alignment of a ring's start.</summary>
    public int RingAlignment => SpareEntry ? 4 : 64;

    /// <summary>The producer writes the magic before the other header fields (v5, v6).</summary>
    public required bool MagicWrittenFirst { get; init; }

    /// <summary>Least milliseconds between two heartbeats; 0 = every tick.</summary>
    public required int HeartbeatIntervalMs { get; init; }

    /// <summary>Operations check the subscriber's id in its slot and clear its bit in every ring entry (v12 rules).</summary>
    public required bool OwnedSlots { get; init; }

    /// <summary>Every layout, oldest first.</summary>
    public static IReadOnlyList<LgmpLayout> All { get; } = CreateAll();

    /// <summary>LGMP 5 (layout A with a one-byte lock).</summary>
    public static LgmpLayout V5 => All[0];

    /// <summary>LGMP 6 (layout A), what released viewers read.</summary>
    public static LgmpLayout V6 => All[1];

    /// <summary>LGMP 7 (layout B).</summary>
    public static LgmpLayout V7 => All[2];

    /// <summary>LGMP 10 in the form that stayed (layout C, "10c").</summary>
    public static LgmpLayout V10 => All[3];

    /// <summary>LGMP 12 (layout D).</summary>
    public static LgmpLayout V12 => All[4];

    /// <summary>Absolute offset of queue record <paramref name="index"/>.</summary>
    public ulong QueueRecord(int index) => (ulong)(QueuesOffset + ((long)index * QueueStride));

    private static LgmpLayout[] CreateAll()
    {
        var v6 = new LgmpLayout
        {
            Version = 6, Name = "v6",
            MagicOffset = 0, VersionOffset = 4, SessionIdOffset = 8, TimestampOffset = 16, NextClientIdOffset = -1,
            QueueCountOffset = 24, QueuesOffset = 32, QueueStride = 1144, MaxQueues = 5,
            UserDataSizeOffset = 5752, UserDataOffset = 5756, HeaderBytes = 5760,
            Queue = LgmpQueueLayout.Early, Entry = LgmpEntryLayout.Narrow,
            SpareEntry = true, MagicWrittenFirst = true, HeartbeatIntervalMs = 0, OwnedSlots = false,
        };
        var v10 = new LgmpLayout
        {
            Version = 10, Name = "v10c",
            MagicOffset = 8064, VersionOffset = 8068, SessionIdOffset = 8072, TimestampOffset = 0, NextClientIdOffset = -1,
            QueueCountOffset = 8076, QueuesOffset = 64, QueueStride = 1600, MaxQueues = 5,
            UserDataSizeOffset = 8080, UserDataOffset = 8084, HeaderBytes = 8128,
            Queue = LgmpQueueLayout.Late, Entry = LgmpEntryLayout.Narrow,
            SpareEntry = false, MagicWrittenFirst = false, HeartbeatIntervalMs = 250, OwnedSlots = false,
        };
        return
        [
            v6 with { Version = 5, Name = "v5", Queue = LgmpQueueLayout.Early with { ByteLocks = true } },
            v6,
            v6 with
            {
                Version = 7, Name = "v7", QueueCountOffset = 12, QueuesOffset = 24,
                UserDataSizeOffset = 5744, UserDataOffset = 5748, HeaderBytes = 5752, MagicWrittenFirst = false,
            },
            v10,
            v10 with
            {
                Version = 12, Name = "v12", MagicOffset = 9664, VersionOffset = 9668, SessionIdOffset = 9672, NextClientIdOffset = 8,
                QueueCountOffset = 9676, MaxQueues = 6, UserDataSizeOffset = 9680, UserDataOffset = 9684, HeaderBytes = 9728,
                Queue = LgmpQueueLayout.Late with { ClientMessageClientId = 4 }, Entry = LgmpEntryLayout.Wide, OwnedSlots = true,
            },
        ];
    }
}
