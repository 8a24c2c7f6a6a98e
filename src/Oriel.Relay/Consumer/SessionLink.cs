using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Consumer;

/// <summary>One session we found alive: its private, validated configuration and the two words that say whether it is still the same. Feed thread.</summary>
internal sealed class SessionLink
{
    private ulong _timestamp;
    private long _lastBeat;

    public SessionLink(Region region, ulong regionBytes, in LgmpSessionHeader header, KvmfrUserData userData, ulong timestamp, long now)
    {
        Region = region;
        RegionBytes = regionBytes;
        Layout = header.Layout;
        SessionId = header.SessionId;
        UserData = userData;
        _timestamp = timestamp;
        _lastBeat = now;
    }

    public Region Region { get; }

    /// <summary>Bytes that belong to LGMP: the region without the recovery block of a newer producer (kvmfr.md section 9).</summary>
    public ulong RegionBytes { get; }

    public LgmpLayout Layout { get; }

    public uint SessionId { get; }

    public KvmfrUserData UserData { get; }

    public uint KvmfrVersion => UserData.Version;

    /// <summary>Absolute offset of the session word.</summary>
    public ulong SessionOffset => (ulong)Layout.SessionIdOffset;

    /// <summary>Producer's clock now, milliseconds; any number.</summary>
    public ulong Timestamp => Region.ReadUInt64((ulong)Layout.TimestampOffset);

    /// <summary>False once the memory holds another session, or none (lgmp.md section 5.4).</summary>
    public bool IsCurrent =>
        Region.ReadUInt32(SessionOffset) == SessionId && Region.ReadUInt32((ulong)Layout.MagicOffset) == LgmpLayout.Magic && !Region.IsFaulted;

    /// <summary>Host ticks at which the heartbeat was last seen to move.</summary>
    public long LastBeat => _lastBeat;

    /// <summary>Looks at the heartbeat. False when the session is over: another id, no magic, or a clock that went backwards (section 10, item 11).</summary>
    public bool Pulse(long now)
    {
        var timestamp = Timestamp;
        if (!IsCurrent || timestamp < _timestamp)
        {
            return false;
        }

        if (timestamp != _timestamp)
        {
            _timestamp = timestamp;
            _lastBeat = now;
        }

        return true;
    }

    /// <summary>True when the heartbeat stood still for longer than a live producer lets it.</summary>
    public bool IsSilent(long now) => now - _lastBeat > HostClock.Ms(LgmpLayout.DeadAfterMs);
}
