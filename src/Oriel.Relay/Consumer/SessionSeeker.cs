using System.Buffers.Binary;
using Oriel.Memory;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Consumer;

/// <summary>
/// Looks for a live session in a region (lgmp.md sections 1.1, 5.2 and 10): detection, a heartbeat seen to move, header and user data copied once and found
/// unchanged afterwards. Never writes. A moving timestamp is proof of life by itself, so it is watched closely for a while instead of slept on: a
/// producer that ticks every 10 ms is accepted after 10 ms. Feed thread.
/// </summary>
internal sealed class SessionSeeker
{
    /// <summary>How long a header is watched every millisecond; the slowest heartbeat of any version comes every 250 ms.</summary>
    private const int CloseWatchMs = 600;

    private const int CloseMs = 1;
    private const int RelaxedMs = 10;

    /// <summary>A header being written can look wrong for a moment.</summary>
    private const int DoubtMs = 30;

    private readonly byte[] _head = new byte[LgmpDetection.HeadBytes];
    private readonly byte[] _userData = new byte[LgmpSessionHeader.MaxUserDataBytes];
    private readonly byte[] _recovery = new byte[RecoveryBlock.HeadBytes];
    private readonly RelayCounters _counters;
    private LgmpLayout? _layout;
    private uint _sessionId;
    private ulong _timestamp;
    private bool _isAlive;
    private long _since;
    private long _doubtSince = HostClock.Never;
    private RejectCode _lastReject;
    private uint _recoveryBeat;
    private bool _recoveryMoved;

    public SessionSeeker(RelayCounters counters) => _counters = counters;

    /// <summary>Starts over with a new mapping.</summary>
    public void Restart(long now)
    {
        _layout = null;
        _since = now;
        _doubtSince = HostClock.Never;
        _lastReject = RejectCode.None;
        _recoveryBeat = 0;
        _recoveryMoved = false;
    }

    /// <summary>One look. Returns a session, or null with what to say (nothing yet when the state is Idle) and when to look again.</summary>
    public SessionLink? Look(Region region, long now, out Finding finding, out long again)
    {
        finding = default;
        again = now + HostClock.Ms(RelaxedMs);
        var kind = Detect(region, out var detected);
        if (kind != LgmpDetectionKind.Layout)
        {
            _layout = null;
            if (kind == LgmpDetectionKind.Undecided)
            {
                finding = now - _since > HostClock.Ms(2 * CloseWatchMs) ? new Finding(RelayState.ProducerSilent) : default;
                return null;
            }

            finding = kind == LgmpDetectionKind.VersionMismatch ? Mismatch(in detected) : FindRecovery(region);
            return null;
        }

        var layout = detected.Layout!;
        if (!WatchHeartbeat(layout, now))
        {
            var watched = now - _since;
            again = now + HostClock.Ms(watched < HostClock.Ms(CloseWatchMs) ? CloseMs : RelaxedMs);
            finding = watched < HostClock.Ms(CloseWatchMs) ? default : Dead(region, layout);
            return null;
        }

        var session = TryAccept(region, layout, now, out finding);
        if (session is null && finding.State is RelayState.Idle or RelayState.SessionRefused)
        {
            finding = Doubt(in finding, now);
            again = now + HostClock.Ms(finding.State == RelayState.Idle ? CloseMs : RelaxedMs);
        }
        else
        {
            _doubtSince = HostClock.Never;
        }

        return session;
    }

    /// <summary>False when the memory now tells of another session than this one: two producers' headers can lie in it (lgmp.md section 1.1).</summary>
    public bool IsStillChosen(SessionLink session) =>
        Detect(session.Region, out var detected) == LgmpDetectionKind.Layout && ReferenceEquals(detected.Layout, session.Layout)
        && U32(session.Layout.SessionIdOffset) == session.SessionId;

    private LgmpDetectionKind Detect(Region region, out LgmpDetectionResult detected)
    {
        var head = Head(region);
        region.CopyOut(0, head);
        return LgmpDetection.Detect(head, region.Length, out detected);
    }

    /// <summary>True once the timestamp of this very session was seen to move.</summary>
    private bool WatchHeartbeat(LgmpLayout layout, long now)
    {
        var id = U32(layout.SessionIdOffset);
        var timestamp = BinaryPrimitives.ReadUInt64LittleEndian(_head.AsSpan(layout.TimestampOffset));
        if (!ReferenceEquals(layout, _layout) || id != _sessionId || timestamp < _timestamp)
        {
            _layout = layout;
            _sessionId = id;
            _timestamp = timestamp;
            _isAlive = false;
            _since = now;
            _lastReject = RejectCode.None;
            return false;
        }

        _isAlive |= timestamp != _timestamp;
        _timestamp = timestamp;
        return _isAlive;
    }

    private SessionLink? TryAccept(Region region, LgmpLayout layout, long now, out Finding finding)
    {
        finding = default;
        var bytes = LgmpBytes(region, layout);
        if (!LgmpSessionHeader.TryParse(layout, Head(region), bytes, out var header, out var reject))
        {
            finding = Refused(layout, in reject);
            return null;
        }

        var block = _userData.AsSpan(0, header.UserDataBytes);
        region.CopyOut((ulong)layout.UserDataOffset, block);
        // The copy counts only if everything it was found by still stands (lgmp.md section 10, item 4).
        if (region.ReadUInt32((ulong)layout.MagicOffset) != LgmpLayout.Magic
            || region.ReadUInt32((ulong)layout.VersionOffset) != header.Version
            || region.ReadUInt32((ulong)layout.UserDataSizeOffset) != (uint)header.UserDataBytes
            || region.ReadUInt32((ulong)layout.SessionIdOffset) != header.SessionId)
        {
            return null;
        }

        if (!KvmfrUserData.TryParse(block, out var userData, out reject))
        {
            finding = Refused(layout, in reject);
            return null;
        }

        if (!KvmfrVersions.IsSupported(userData.Version))
        {
            finding = new Finding(RelayState.VersionMismatch)
            {
                LgmpVersion = layout.Version,
                KvmfrVersion = userData.Version,
                ProducerText = userData.ProducerText,
            };
            return null;
        }

        return new SessionLink(region, bytes, in header, userData, _timestamp, now);
    }

    /// <summary>Says a refusal only once it has lasted: a producer that is just starting writes its header piece by piece.</summary>
    private Finding Doubt(in Finding finding, long now)
    {
        if (_doubtSince == HostClock.Never)
        {
            _doubtSince = now;
        }

        if (finding.State != RelayState.SessionRefused || now - _doubtSince < HostClock.Ms(DoubtMs))
        {
            return default;
        }

        if (finding.Reject.Code != _lastReject)
        {
            // Once per kind, not once per look.
            _lastReject = finding.Reject.Code;
            _counters.CountReject(_lastReject);
        }

        return finding;
    }

    private Finding FindRecovery(Region region)
    {
        if (!TryReadRecovery(region, out var recovery) || !recovery.IsReady)
        {
            return new Finding(RelayState.NoProducer);
        }

        _recoveryMoved |= _recoveryBeat != 0 && recovery.Heartbeat != _recoveryBeat;
        _recoveryBeat = recovery.Heartbeat;
        return !_recoveryMoved
            ? new Finding(RelayState.NoProducer)
            : new Finding(RelayState.VersionMismatch)
            {
                LgmpVersion = recovery.LgmpVersion,
                KvmfrVersion = recovery.KvmfrVersion,
                ProducerText = recovery.ProducerText,
            };
    }

    /// <summary>Newer producers keep the last 64 KiB for themselves (kvmfr.md section 9).</summary>
    private ulong LgmpBytes(Region region, LgmpLayout layout) =>
        layout.OwnedSlots && TryReadRecovery(region, out _) ? region.Length - RecoveryBlock.Bytes : region.Length;

    private bool TryReadRecovery(Region region, out RecoveryBlock recovery)
    {
        recovery = default;
        if (!RecoveryBlock.TryLocate(region.Length, out var offset))
        {
            return false;
        }

        region.CopyOut(offset, _recovery);
        return RecoveryBlock.TryParse(_recovery, out recovery);
    }

    private Finding Dead(Region region, LgmpLayout layout)
    {
        var known = KvmfrUserData.TryPeek(Head(region)[Math.Min(layout.UserDataOffset, Head(region).Length)..], out var version, out var text);
        return new Finding(RelayState.ProducerSilent) { LgmpVersion = layout.Version, KvmfrVersion = known ? version : 0, ProducerText = known ? text : null };
    }

    private static Finding Mismatch(in LgmpDetectionResult detected) => new(RelayState.VersionMismatch)
    {
        LgmpVersion = detected.Version,
        LgmpText = detected.VersionText,
        KvmfrVersion = detected.KvmfrVersion,
        ProducerText = detected.ProducerText,
    };

    private static Finding Refused(LgmpLayout layout, in Reject reject) =>
        new(RelayState.SessionRefused) { Reject = reject, LgmpVersion = layout.Version };

    private Span<byte> Head(Region region) => _head.AsSpan(0, (int)Math.Min((ulong)_head.Length, region.Length));

    private uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_head.AsSpan(offset));
}
