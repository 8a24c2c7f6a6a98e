using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Consumer;

/// <summary>One session we found alive: its private, validated configuration and the two words that say whether it is still the same. Feed thread.</summary>
internal sealed class SessionLink
{
    private const int ReferenceMs = 60_000;

    private ulong _timestamp;
    private long _lastBeat;
    private long _lastLook;
    private ulong _referenceMs;
    private long _reference;

    public SessionLink(Region region, ulong regionBytes, in LgmpSessionHeader header, KvmfrUserData userData, ulong timestamp, long now)
    {
        Region = region;
        RegionBytes = regionBytes;
        Layout = header.Layout;
        SessionId = header.SessionId;
        UserData = userData;
        _timestamp = timestamp;
        _lastBeat = _lastLook = _reference = now;
        _referenceMs = timestamp;
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

    /// <summary>Host ticks at which the heartbeat moved last: between the look that saw it and the one before.</summary>
    public long LastBeat => _lastBeat;

    /// <summary>Host ticks at which it counts as silent if it does not move any more.</summary>
    public long SilentAt => _lastBeat + HostClock.Ms(LgmpLayout.DeadAfterMs) + 1;

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
            _lastBeat = Math.Clamp(BeatTime(timestamp, now), _lastLook, now);
        }

        _lastLook = now;
        return true;
    }

    /// <summary>
    /// When the beat was written, by the producer's own clock: a feed that looks four times a second still tells a silence as soon as one that looks all the time. Whatever the
    /// guest writes, the caller keeps the result between two looks.
    /// </summary>
    private long BeatTime(ulong timestamp, long now)
    {
        var passedMs = timestamp - Math.Min(timestamp, _referenceMs);
        var beat = passedMs <= ReferenceMs ? _reference + HostClock.Ms((long)passedMs) : now;
        if (beat >= now || passedMs > ReferenceMs)
        {
            // Seen sooner after it was written than any before, or the clocks had a minute to drift apart.
            (_referenceMs, _reference) = (timestamp, now);
            return now;
        }

        return beat;
    }

    /// <summary>True when the heartbeat stood still for longer than a live producer lets it.</summary>
    public bool IsSilent(long now) => now >= SilentAt;
}
