namespace Oriel.Protocol.Lgmp;

/// <summary>A session header that passed the checks of lgmp.md section 10.1. Only <see cref="TryParse"/> makes one with content.</summary>
public readonly record struct LgmpSessionHeader
{
    /// <summary>Largest user data block accepted, bytes.</summary>
    public const uint MaxUserDataBytes = 64 * 1024;

    /// <summary>Smallest user data block accepted: the fixed part of kvmfr.md section 2.1.</summary>
    public const uint MinUserDataBytes = 48;

    /// <summary>Layout it was read with.</summary>
    public LgmpLayout Layout { get; private init; }

    /// <summary>LGMP version.</summary>
    public uint Version { get; private init; }

    /// <summary>Session id; differs after every start of the producer.</summary>
    public uint SessionId { get; private init; }

    /// <summary>Producer's monotonic milliseconds at the time of the copy.</summary>
    public ulong TimestampMs { get; private init; }

    /// <summary>Queue records in use, at most <see cref="LgmpLayout.MaxQueues"/>; grows while the producer starts.</summary>
    public int QueueCount { get; private init; }

    /// <summary>Bytes of user data at <see cref="LgmpLayout.UserDataOffset"/>; inside the region.</summary>
    public int UserDataBytes { get; private init; }

    /// <summary>Reads the header fields from a private copy of the region's start and checks them.</summary>
    /// <param name="layout">Layout that detection chose.</param>
    /// <param name="head">Private copy of at least the bytes before the user data.</param>
    /// <param name="regionBytes">Size of the region.</param>
    /// <param name="header">The header when accepted.</param>
    /// <param name="reject">The reason when not.</param>
    public static bool TryParse(LgmpLayout layout, ReadOnlySpan<byte> head, ulong regionBytes, out LgmpSessionHeader header, out Reject reject)
    {
        header = default;
        if (regionBytes < (ulong)layout.HeaderBytes || head.Length < layout.UserDataOffset)
        {
            reject = new Reject(RejectCode.RegionTooSmall, Math.Min(regionBytes, (ulong)head.Length), (ulong)layout.HeaderBytes);
            return false;
        }

        var magic = Wire.U32(head, layout.MagicOffset);
        if (magic != LgmpLayout.Magic)
        {
            reject = new Reject(RejectCode.LgmpMagic, magic, LgmpLayout.Magic);
            return false;
        }

        var version = Wire.U32(head, layout.VersionOffset);
        if (version != layout.Version)
        {
            reject = new Reject(RejectCode.LgmpMagic, version, layout.Version);
            return false;
        }

        var queues = Wire.U32(head, layout.QueueCountOffset);
        if (queues > (uint)layout.MaxQueues)
        {
            reject = new Reject(RejectCode.QueueCount, queues, (uint)layout.MaxQueues);
            return false;
        }

        var userData = Wire.U32(head, layout.UserDataSizeOffset);
        var room = Math.Min(regionBytes - (ulong)layout.UserDataOffset, MaxUserDataBytes);
        if (userData < MinUserDataBytes || userData > room)
        {
            reject = new Reject(RejectCode.UserDataSize, userData, userData < MinUserDataBytes ? MinUserDataBytes : room);
            return false;
        }

        header = new LgmpSessionHeader
        {
            Layout = layout,
            Version = version,
            SessionId = Wire.U32(head, layout.SessionIdOffset),
            TimestampMs = Wire.U64(head, layout.TimestampOffset),
            QueueCount = (int)queues,
            UserDataBytes = (int)userData,
        };
        reject = Reject.None;
        return true;
    }
}
