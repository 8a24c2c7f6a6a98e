using System.Diagnostics;
using Oriel.Memory;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay;

/// <summary>
/// One queue record of a region seen through its layout: single-word accesses, nothing cached, nothing trusted. Both roles
/// build their rules on it (lgmp.md section 6).
/// </summary>
internal readonly struct QueueRecord
{
    /// <summary>
    /// Wall time after which the owner of a lock is presumed dead. A live peer holds one for microseconds, or for as long as its virtual
    /// processor is off the real one: some tens of milliseconds on a crowded host.
    /// </summary>
    internal const int LockBudgetMs = 60;

    private readonly Region _region;
    private readonly ulong _base;
    private readonly ulong _sessionOffset;
    private readonly LgmpQueueLayout _q;

    public QueueRecord(Region region, LgmpLayout layout, int index)
    {
        _region = region;
        _base = layout.QueueRecord(index);
        _sessionOffset = (ulong)layout.SessionIdOffset;
        _q = layout.Queue;
    }

    public uint QueueId
    {
        get => Read(_q.QueueId);
        set => Write(_q.QueueId, value);
    }

    public uint RingLength
    {
        get => Read(_q.RingLength);
        set => Write(_q.RingLength, value);
    }

    public uint RingOffset
    {
        get => Read(_q.RingOffset);
        set => Write(_q.RingOffset, value);
    }

    public uint MaxTimeMs
    {
        get => Read(_q.MaxTimeMs);
        set => Write(_q.MaxTimeMs, value);
    }

    public uint Position
    {
        get => Read(_q.Position);
        set => Write(_q.Position, value);
    }

    public uint Start
    {
        get => Read(_q.Start);
        set => Write(_q.Start, value);
    }

    public uint Count
    {
        get => Read(_q.Count);
        set => Write(_q.Count, value);
    }

    public ulong MessageTimeout
    {
        get => _region.ReadUInt64(_base + (uint)_q.MessageTimeout);
        set => _region.WriteUInt64(_base + (uint)_q.MessageTimeout, value);
    }

    public uint NewSubscribers
    {
        get => Read(_q.NewSubscribers);
        set => Write(_q.NewSubscribers, value);
    }

    public uint ClientAvailable
    {
        get => Read(_q.ClientAvailable);
        set => Write(_q.ClientAvailable, value);
    }

    public uint ClientWritePosition
    {
        get => Read(_q.ClientWritePosition);
        set => Write(_q.ClientWritePosition, value);
    }

    public uint ClientWriteSerial
    {
        get => Read(_q.ClientWriteSerial);
        set => Write(_q.ClientWriteSerial, value);
    }

    public uint ClientReadSerial
    {
        get => Read(_q.ClientReadSerial);
        set => Write(_q.ClientReadSerial, value);
    }

    /// <summary>Both masks as one atomic load.</summary>
    public Subscriptions Subscriptions
    {
        get
        {
            if (_q.WideSubscriptions)
            {
                var wide = _region.ReadUInt64(_base + (uint)_q.Subscriptions);
                return new Subscriptions((uint)(wide >> 32), (uint)(wide & uint.MaxValue));
            }

            var narrow = Read(_q.Subscriptions);
            return new Subscriptions(narrow >> 16, narrow & 0xFFFF);
        }

        set
        {
            if (_q.WideSubscriptions)
            {
                _region.WriteUInt64(_base + (uint)_q.Subscriptions, ((ulong)value.On << 32) | value.Bad);
            }
            else
            {
                Write(_q.Subscriptions, (value.On << 16) | (value.Bad & 0xFFFF));
            }
        }
    }

    public uint TakeNewSubscribers() => _region.ExchangeUInt32(_base + (uint)_q.NewSubscribers, 0);

    public void AddNewSubscriber() => _region.AddUInt32(_base + (uint)_q.NewSubscribers, 1);

    public uint ClientId(int slot) => Read(_q.ClientIds + (4 * slot));

    public void SetClientId(int slot, uint id) => Write(_q.ClientIds + (4 * slot), id);

    public ulong Timeout(int slot) => _region.ReadUInt64(_base + (uint)(_q.Timeouts + (8 * slot)));

    public void SetTimeout(int slot, ulong ms) => _region.WriteUInt64(_base + (uint)(_q.Timeouts + (8 * slot)), ms);

    /// <summary>Absolute offset of a client-message record.</summary>
    public ulong ClientMessage(uint slot) => _base + (uint)_q.ClientMessages + (slot * (ulong)_q.ClientMessageStride);

    public uint AddClientAvailable(int delta) => _region.AddUInt32(_base + (uint)_q.ClientAvailable, unchecked((uint)delta));

    public uint AddClientWriteSerial() => _region.AddUInt32(_base + (uint)_q.ClientWriteSerial, 1);

    public bool TryLockOnce() => TryLockOnce(_q.Lock);

    public bool TryLock() => TryLock(_q.Lock);

    public void Unlock() => Unlock(_q.Lock);

    public bool TryLockClientRingOnce() => TryLockOnce(_q.ClientLock);

    public bool TryLockClientRing() => TryLock(_q.ClientLock);

    public void UnlockClientRing() => Unlock(_q.ClientLock);

    private uint Read(int field) => _region.ReadUInt32(_base + (uint)field);

    private void Write(int field, uint value) => _region.WriteUInt32(_base + (uint)field, value);

    private bool TryLockOnce(int field)
    {
        var offset = _base + (uint)field;
        if (!_q.ByteLocks)
        {
            return _region.CompareExchangeUInt32(offset, 1, 0) == 0;
        }

        // lgmp.md section 9: the lock is the low byte; the other three are padding of arbitrary content nobody else writes.
        var old = _region.ReadUInt32(offset);
        return (old & 0xFF) == 0 && _region.CompareExchangeUInt32(offset, old | 1, old) == old;
    }

    /// <summary>
    /// Bounded in wall time: a lock word can be held for ever by a dead or evil peer (lgmp.md section 10, item 1). Ends early when the session
    /// changes meanwhile: the lock then belongs to a record that is being made anew.
    /// </summary>
    private bool TryLock(int field) => TryLockOnce(field) || TryLockBounded(field);

    private bool TryLockBounded(int field)
    {
        var session = _region.ReadUInt32(_sessionOffset);
        var deadline = Stopwatch.GetTimestamp() + (LockBudgetMs * Stopwatch.Frequency / 1000);
        var spinner = default(SpinWait);
        while (Stopwatch.GetTimestamp() < deadline)
        {
            // Short holders are met by spinning. From then on the owner is probably not running: let something else run, without
            // hammering the line it needs.
            if (spinner.NextSpinWillYield)
            {
                MonotonicWait.Until(Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 50_000));
            }
            else
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }

            if (_region.ReadUInt32(_sessionOffset) != session)
            {
                return false;
            }

            if (TryLockOnce(field))
            {
                return true;
            }
        }

        return false;
    }

    private void Unlock(int field)
    {
        var offset = _base + (uint)field;
        if (_q.ByteLocks)
        {
            _region.AndUInt32(offset, ~0xFFu);
        }
        else
        {
            _region.WriteUInt32(offset, 0);
        }
    }
}

/// <summary>The two masks of a subscription word; bit i = subscriber slot i.</summary>
/// <param name="On">Slots in use.</param>
/// <param name="Bad">Slots that were too slow and get nothing until recycled.</param>
internal readonly record struct Subscriptions(uint On, uint Bad)
{
    public uint Active => On & ~Bad;
}
