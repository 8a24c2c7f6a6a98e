using System.Numerics;

namespace Oriel.Protocol.Lgmp;

/// <summary>
/// A queue record that passed the checks of lgmp.md section 10.1. The configuration (id, ring, time) never changes in a session: keep this
/// copy and never look at the record's again. Start, position and count are a snapshot. Only <see cref="TryParse"/> makes one with content.
/// </summary>
public readonly record struct LgmpQueueConfig
{
    /// <summary>Most ring entries accepted.</summary>
    public const uint MaxRingLength = 65536;

    /// <summary>Application's queue number.</summary>
    public uint QueueId { get; private init; }

    /// <summary>Ring entries as stored, 2 to <see cref="MaxRingLength"/>.</summary>
    public uint RingLength { get; private init; }

    /// <summary>Absolute offset of the ring; the whole ring lies inside the region.</summary>
    public ulong RingOffset { get; private init; }

    /// <summary>Bytes of one ring entry.</summary>
    public uint EntryBytes { get; private init; }

    /// <summary>Milliseconds a subscriber may hold the oldest message.</summary>
    public uint MaxTimeMs { get; private init; }

    /// <summary>Snapshot: index of the oldest message held, below <see cref="RingLength"/>.</summary>
    public uint Start { get; private init; }

    /// <summary>Snapshot: index the producer writes next, below <see cref="RingLength"/>.</summary>
    public uint Position { get; private init; }

    /// <summary>Snapshot: messages held, at most <see cref="RingLength"/>.</summary>
    public uint Count { get; private init; }

    /// <summary>Absolute offset of ring entry <paramref name="index"/>, which is taken modulo the ring's length.</summary>
    public ulong EntryOffset(uint index) => RingOffset + ((ulong)(index % RingLength) * EntryBytes);

    /// <summary>Index after <paramref name="index"/>.</summary>
    public uint Next(uint index) => index >= RingLength - 1 ? 0 : index + 1;

    /// <summary>Reads a queue record from a private copy and checks it.</summary>
    /// <param name="layout">Layout of the session.</param>
    /// <param name="queueRecord">Private copy of the <see cref="LgmpLayout.QueueStride"/> bytes of the record.</param>
    /// <param name="regionBytes">Size of the region.</param>
    /// <param name="config">The queue when accepted.</param>
    /// <param name="reject">The reason when not.</param>
    public static bool TryParse(LgmpLayout layout, ReadOnlySpan<byte> queueRecord, ulong regionBytes, out LgmpQueueConfig config, out Reject reject)
    {
        config = default;
        var q = layout.Queue;
        if (queueRecord.Length < layout.QueueStride)
        {
            reject = new Reject(RejectCode.RegionTooSmall, (ulong)queueRecord.Length, (ulong)layout.QueueStride);
            return false;
        }

        var read = new LgmpQueueConfig
        {
            QueueId = Wire.U32(queueRecord, q.QueueId),
            RingLength = Wire.U32(queueRecord, q.RingLength),
            RingOffset = Wire.U32(queueRecord, q.RingOffset),
            EntryBytes = (uint)layout.Entry.Bytes,
            MaxTimeMs = Wire.U32(queueRecord, q.MaxTimeMs),
            Start = Wire.U32(queueRecord, q.Start),
            Position = Wire.U32(queueRecord, q.Position),
            Count = Wire.U32(queueRecord, q.Count),
        };
        reject = Check(layout, in read, regionBytes);
        if (reject.Code != RejectCode.None)
        {
            return false;
        }

        config = read;
        return true;
    }

    private static Reject Check(LgmpLayout layout, in LgmpQueueConfig q, ulong regionBytes)
    {
        if (q.RingLength is < 2 or > MaxRingLength)
        {
            return new Reject(RejectCode.RingSize, q.RingLength, q.RingLength < 2 ? 2 : MaxRingLength);
        }

        if (layout.PowerOfTwoRings && !BitOperations.IsPow2(q.RingLength))
        {
            return new Reject(RejectCode.RingSize, q.RingLength, BitOperations.RoundUpToPowerOf2(q.RingLength));
        }

        if (q.RingOffset < (ulong)layout.HeaderBytes)
        {
            return new Reject(RejectCode.RingOffset, q.RingOffset, (ulong)layout.HeaderBytes);
        }

        if (q.RingOffset % (uint)layout.RingAlignment != 0)
        {
            return new Reject(RejectCode.RingOffset, q.RingOffset, (ulong)layout.RingAlignment);
        }

        if (q.RingOffset > regionBytes || (ulong)q.RingLength * q.EntryBytes > regionBytes - q.RingOffset)
        {
            return new Reject(RejectCode.RingOffset, q.RingOffset + ((ulong)q.RingLength * q.EntryBytes), regionBytes);
        }

        if (q.Start >= q.RingLength || q.Position >= q.RingLength)
        {
            return new Reject(RejectCode.RingIndex, Math.Max(q.Start, q.Position), q.RingLength);
        }

        return q.Count > q.RingLength ? new Reject(RejectCode.RingCount, q.Count, q.RingLength) : Reject.None;
    }
}
