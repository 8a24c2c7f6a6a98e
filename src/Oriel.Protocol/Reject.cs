namespace Oriel.Protocol;

/// <summary>Why something a peer wrote was refused. Values are stable names for counters and logs.</summary>
public enum RejectCode
{
    /// <summary>Nothing was refused.</summary>
    None,

    /// <summary>The LGMP magic or version is not (or no longer) where the chosen layout has it.</summary>
    LgmpMagic,

    /// <summary>The region is smaller than the structure that should be in it.</summary>
    RegionTooSmall,

    /// <summary>More queue records than the layout has room for.</summary>
    QueueCount,

    /// <summary>User data shorter than its fixed part, or larger than the region or the cap.</summary>
    UserDataSize,

    /// <summary>The KVMFR magic is not there.</summary>
    KvmfrMagic,

    /// <summary>The KVMFR version is not one this code reads.</summary>
    KvmfrVersion,

    /// <summary>Ring length is zero, not a power of two where it must be, or too large.</summary>
    RingSize,

    /// <summary>The ring does not lie inside the region.</summary>
    RingOffset,

    /// <summary>Start or position lies beyond the ring.</summary>
    RingIndex,

    /// <summary>More messages counted than the ring holds.</summary>
    RingCount,

    /// <summary>A payload does not lie inside the region.</summary>
    PayloadRange,

    /// <summary>A payload is smaller than the header that should be in it.</summary>
    PayloadSize,

    /// <summary>Unknown or invalid frame type.</summary>
    FrameType,

    /// <summary>A frame dimension is zero or too large.</summary>
    FrameSize,

    /// <summary>A row of pixels is longer than the pitch, or the pitch is too large.</summary>
    FramePitch,

    /// <summary>More rows in the buffer than the frame has.</summary>
    FrameRows,

    /// <summary>The stored offset of the write pointer is inside the header, misaligned, or outside the payload.</summary>
    FrameOffset,

    /// <summary>The rows do not fit the payload.</summary>
    FrameExtent,

    /// <summary>Unknown cursor type.</summary>
    CursorType,

    /// <summary>Cursor dimensions are zero or too large.</summary>
    CursorSize,

    /// <summary>Cursor rows are longer than the pitch.</summary>
    CursorPitch,

    /// <summary>The shape does not fit the payload.</summary>
    CursorExtent,

    /// <summary>The frame was replaced while it was being read.</summary>
    Torn,

    /// <summary>The write pointer did not advance in time.</summary>
    WritePointerStalled,

    /// <summary>A lock word stayed taken longer than a peer may hold it.</summary>
    LockStuck,

    /// <summary>We were marked slow and the message may have been reused.</summary>
    Evicted,

    /// <summary>A control message is malformed.</summary>
    ControlMessage,

    /// <summary>The guest's status record is malformed, or never stands still long enough to be read.</summary>
    GuestStatus,

    /// <summary>The producer's timing record is malformed.</summary>
    FrameTiming,
}

/// <summary>A refusal with the numbers that caused it.</summary>
/// <param name="Code">What was wrong.</param>
/// <param name="Seen">The offending number as the peer wrote it.</param>
/// <param name="Limit">What it was compared with.</param>
public readonly record struct Reject(RejectCode Code, ulong Seen, ulong Limit)
{
    /// <summary>Nothing refused.</summary>
    public static Reject None => default;

    /// <summary>One line for people: the code and both numbers. Allocates: not for the frame path.</summary>
    public override string ToString() => $"{Code}: saw {Seen} (0x{Seen:X}), limit {Limit}";
}
