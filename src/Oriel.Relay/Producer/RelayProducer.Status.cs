using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <content>The guest status record (docs/protocol-extensions.md section 2): the one part of the user data that changes within a session.</content>
public sealed partial class RelayProducer
{
    // Owns the status block inside _userData, and the order of writes to the region's copy of it.
    private readonly Lock _statusGate = new();
    private readonly byte[] _userData;
    private readonly int _statusOffset;
    private GuestStatus? _status;
    private uint _statusSequence;

    /// <summary>The producer's clock as consumers see it in the heartbeat, milliseconds: for the times in a <see cref="GuestStatus"/>.</summary>
    public ulong ClockMs => Now();

    /// <summary>
    /// Tells viewers how the agent is. From any one thread, as often as it likes; allocates nothing. Survives <see cref="Restart"/>. Does nothing when
    /// <see cref="ProducerOptions.Status"/> left the record out.
    /// </summary>
    /// <param name="status">What to tell; the same object again means that only the numbers are new.</param>
    /// <param name="counters">The numbers; the time of the update is filled in here.</param>
    public void SetStatus(GuestStatus status, in GuestCounters counters)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (_statusOffset < 0)
        {
            return;
        }

        var isNews = false;
        lock (_statusGate)
        {
            isNews = _status is null || _status.State != status.State || !Equals(_status.Error, status.Error);
            FillStatus(status, in counters);

            // Whoever took the memory over has something else there; the next session starts with what was just filled in.
            if (IsLost || _region.IsFaulted || !_session.IsIntact())
            {
                return;
            }

            WriteStatus();
        }

        // Why there is no picture is worth waking for; numbers are not.
        if (isNews)
        {
            _ringer.Ring();
        }
    }

    private Span<byte> StatusBlock => _userData.AsSpan(_statusOffset, GuestStatusRecord.Bytes);

    private void FillStatus(GuestStatus status, in GuestCounters counters)
    {
        // Even, and never 0, which means "not written yet".
        _statusSequence = unchecked(_statusSequence + 2);
        _statusSequence = _statusSequence == 0 ? 2 : _statusSequence;
        var stamped = counters with { UpdatedMs = Now() };
        if (ReferenceEquals(status, _status))
        {
            GuestStatusRecord.WriteCounters(StatusBlock, in stamped, _statusSequence);
        }
        else
        {
            GuestStatusRecord.Write(StatusBlock, status, in stamped, _statusSequence);
            _status = status;
        }
    }

    /// <summary>Odd sequence, everything but the sequence, even sequence; each step is seen before the next one.</summary>
    private void WriteStatus()
    {
        const int BehindSequence = GuestStatusRecord.SequenceOffset + sizeof(uint);
        var at = (ulong)(_options.Profile.Layout.UserDataOffset + _statusOffset);
        _region.WriteUInt32(at + GuestStatusRecord.SequenceOffset, _statusSequence - 1);
        Interlocked.MemoryBarrier();
        _region.CopyIn(at, StatusBlock[..GuestStatusRecord.SequenceOffset]);
        _region.CopyIn(at + BehindSequence, StatusBlock[BehindSequence..]);
        _region.WriteUInt32(at + GuestStatusRecord.SequenceOffset, _statusSequence);
    }

    private void StartHeader()
    {
        lock (_statusGate)
        {
            _session.Start(Now());
        }
    }
}
