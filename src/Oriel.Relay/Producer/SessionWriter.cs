using System.Security.Cryptography;
using Oriel.Memory;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Producer;

/// <summary>The session header of one producer: written in the order lgmp.md section 5.1 demands, then watched.</summary>
internal sealed class SessionWriter
{
    /// <summary>Every place a magic of any layout, also the refused 10a, can stand.</summary>
    private static readonly ulong[] s_magicPlaces = [0, 8, 8064, 9664];

    private readonly Region _region;
    private readonly LgmpLayout _layout;
    // The status block in it changes; its owner calls Start under the lock that guards it.
    private readonly byte[] _userData;
    private readonly Func<uint>? _sessionIds;
    private readonly uint _queueCount;
    private ulong _lastHeartbeatMs;

    public SessionWriter(Region region, LgmpLayout layout, byte[] userData, uint queueCount, Func<uint>? sessionIds)
    {
        _region = region;
        _layout = layout;
        _userData = userData;
        _queueCount = queueCount;
        _sessionIds = sessionIds;
    }

    /// <summary>Id of the running session.</summary>
    public uint SessionId { get; private set; }

    /// <summary>Writes the header without queues. <see cref="AnnounceQueue"/> follows for each queue.</summary>
    public void Start(ulong nowMs)
    {
        // Nobody may take what an earlier producer left for ours: not its queues, nor a magic of another layout that we never overwrite (lgmp.md section 1.1).
        Write(_layout.QueueCountOffset, 0);
        foreach (var place in s_magicPlaces)
        {
            if (place != (uint)_layout.MagicOffset && _region.ReadUInt32(place) == LgmpLayout.Magic)
            {
                _region.WriteUInt32(place, 0);
            }
        }

        if (!_layout.MagicWrittenFirst)
        {
            Write(_layout.MagicOffset, 0);
        }

        if (_layout.NextClientIdOffset >= 0)
        {
            Write(_layout.NextClientIdOffset, 0);
        }

        SessionId = ChooseId();
        Write(_layout.SessionIdOffset, SessionId);
        if (_layout.MagicWrittenFirst)
        {
            Write(_layout.MagicOffset, LgmpLayout.Magic);
        }

        Heartbeat(nowMs);
        Write(_layout.VersionOffset, _layout.Version);
        Write(_layout.QueueCountOffset, 0);
        Write(_layout.UserDataSizeOffset, (uint)_userData.Length);
        _region.CopyIn((uint)_layout.UserDataOffset, _userData);
        if (!_layout.MagicWrittenFirst)
        {
            Write(_layout.MagicOffset, LgmpLayout.Magic);
        }
    }

    /// <summary>Makes one more queue visible; its record is complete.</summary>
    public void AnnounceQueue(int index) => Write(_layout.QueueCountOffset, (uint)index + 1);

    /// <summary>Writes the heartbeat when it is due (lgmp.md section 5.2).</summary>
    public void Beat(ulong nowMs)
    {
        if (nowMs < _lastHeartbeatMs || nowMs - _lastHeartbeatMs >= (uint)_layout.HeartbeatIntervalMs)
        {
            Heartbeat(nowMs);
        }
    }

    /// <summary>The word that a wiped memory loses first: cheap enough for every frame.</summary>
    public bool HasMagic() => Read(_layout.MagicOffset) == LgmpLayout.Magic;

    /// <summary>True while every word that only we write is as we wrote it.</summary>
    public bool IsIntact() =>
        HasMagic()
        && Read(_layout.VersionOffset) == _layout.Version
        && Read(_layout.SessionIdOffset) == SessionId
        && Read(_layout.QueueCountOffset) == _queueCount
        && Read(_layout.UserDataSizeOffset) == (uint)_userData.Length;

    private uint ChooseId()
    {
        var old = Read(_layout.SessionIdOffset);
        uint id;
        Span<byte> bytes = stackalloc byte[4];
        do
        {
            RandomNumberGenerator.Fill(bytes);
            id = _sessionIds?.Invoke() ?? BitConverter.ToUInt32(bytes);
        }
        while (id == old || id == SessionId || id == 0);
        return id;
    }

    private void Heartbeat(ulong nowMs)
    {
        _region.WriteUInt64((uint)_layout.TimestampOffset, nowMs);
        _lastHeartbeatMs = nowMs;
    }

    private uint Read(int offset) => _region.ReadUInt32((uint)offset);

    private void Write(int offset, uint value) => _region.WriteUInt32((uint)offset, value);
}
