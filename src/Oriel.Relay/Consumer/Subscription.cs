using System.Numerics;
using Oriel.Memory;
using Oriel.Protocol;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Consumer;

/// <summary>
/// Our place in one queue, for every layout (lgmp.md section 6): the rules of v12, which are the safest, applied to all. The only truth
/// about "is this message ours" is our own bit in its entry, which we cleared everywhere when we subscribed; so neither a position that moves
/// backwards nor bits of a slot's previous owner nor a completely full ring can mislead us. The queue's configuration is a private copy, every index is
/// checked each time, every loop ends with the ring, every lock wait is bounded. Feed thread; allocates nothing after construction.
/// </summary>
internal sealed partial class Subscription
{
    private const uint NothingTaken = uint.MaxValue;

    private readonly SessionLink _session;
    private readonly Region _region;
    private readonly LgmpLayout _layout;
    private readonly QueueRecord _record;
    private readonly LgmpQueueConfig _config;
    private int _slot = -1;
    private uint _bit;
    private uint _clientId;
    private uint _taken = NothingTaken;

    private Subscription(SessionLink session, int index, in LgmpQueueConfig config)
    {
        _session = session;
        _region = session.Region;
        _layout = session.Layout;
        _record = new QueueRecord(session.Region, session.Layout, index);
        _config = config;
    }

    /// <summary>The numbers behind <see cref="QueueState.Refused"/>.</summary>
    public Reject Reject { get; private set; }

    /// <summary>Subscriber slot, -1 before the first subscribe.</summary>
    public int Slot => _slot;

    /// <summary>The queue's private configuration.</summary>
    public LgmpQueueConfig Config => _config;

    private uint SlotMask => _layout.Queue.Slots == 32 ? uint.MaxValue : (1u << _layout.Queue.Slots) - 1;

    /// <summary>
    /// Finds a queue by its id. <see cref="QueueState.Empty"/>: not there yet, producers make their queues after the header.
    /// <see cref="QueueState.Refused"/>: its numbers are impossible.
    /// </summary>
    public static QueueState TryFind(SessionLink session, uint queueId, out Subscription? found, out Reject reject)
    {
        found = null;
        reject = Reject.None;
        var layout = session.Layout;
        var queues = session.Region.ReadUInt32((ulong)layout.QueueCountOffset);
        if (!session.IsCurrent)
        {
            return QueueState.SessionLost;
        }

        if (queues > (uint)layout.MaxQueues)
        {
            reject = new Reject(RejectCode.QueueCount, queues, (uint)layout.MaxQueues);
            return QueueState.Refused;
        }

        Span<byte> copy = stackalloc byte[layout.QueueStride];
        for (var i = 0; i < (int)queues; i++)
        {
            if (new QueueRecord(session.Region, layout, i).QueueId != queueId)
            {
                continue;
            }

            session.Region.CopyOut(layout.QueueRecord(i), copy);
            if (!session.IsCurrent)
            {
                return QueueState.SessionLost;
            }

            if (!LgmpQueueConfig.TryParse(layout, copy, session.RegionBytes, out var config, out reject))
            {
                return QueueState.Refused;
            }

            found = new Subscription(session, i, in config);
            return QueueState.Ok;
        }

        return QueueState.Empty;
    }

    /// <summary>
    /// Takes a slot. One that already carries <paramref name="clientId"/> is ours from before (a dropped or evicted subscription of the same
    /// session) and is taken back: nobody reads for it any more, so its time-out protects nothing.
    /// </summary>
    public QueueState Subscribe(uint clientId)
    {
        _taken = NothingTaken;
        if (!_session.IsCurrent)
        {
            return QueueState.SessionLost;
        }

        if (!_record.TryLock())
        {
            return LockFailed();
        }

        var state = SubscribeLocked(clientId);
        _record.Unlock();
        return state;
    }

    /// <summary>Speaks for a slot that is subscribed already, for replaying recorded images: its messages count as ours.</summary>
    public void Resume(int slot, uint clientId)
    {
        _slot = slot;
        _bit = 1u << slot;
        _clientId = clientId;
        _taken = NothingTaken;
    }

    /// <summary>Whether the slot is still ours (lgmp.md section 10, items 7 and 8).</summary>
    public QueueState Check()
    {
        if (!_session.IsCurrent)
        {
            return QueueState.SessionLost;
        }

        var subscriptions = _record.Subscriptions;
        return (subscriptions.Active & _bit) != 0 && _record.ClientId(_slot) == _clientId ? QueueState.Ok : QueueState.Evicted;
    }

    /// <summary>Something to attend to: a message, or that we are no longer who we were. Takes no lock.</summary>
    public bool HasNews => Check() != QueueState.Ok || Look() != QueueState.Empty;

    /// <summary>
    /// Takes our oldest message: copies its entry and tells how many more of ours wait behind it. It stays in the ring, and its payload untouched,
    /// until <see cref="Finish"/>.
    /// </summary>
    public QueueState TryTake(out LgmpEntry entry, out uint behind)
    {
        entry = default;
        behind = 0;
        var state = Check();
        if (state != QueueState.Ok)
        {
            return state;
        }

        // Most looks find nothing: no lock for those. A message that is just being posted is seen by the next look.
        state = Look();
        if (state != QueueState.Ok)
        {
            return state;
        }

        if (!_record.TryLock())
        {
            return LockFailed();
        }

        state = TakeLocked(out entry, out behind);
        _record.Unlock();
        return state;
    }

    /// <summary>Finishes all our messages but the newest, unread. <paramref name="skipped"/> tells how many.</summary>
    public QueueState SkipToNewest(out uint skipped)
    {
        skipped = 0;
        if (!_record.TryLock())
        {
            return LockFailed();
        }

        var state = SkipLocked(out skipped);
        _record.Unlock();
        return state;
    }

    /// <summary>Finishes the message taken: the producer may reuse its payload from now on.</summary>
    public QueueState Finish()
    {
        var taken = _taken;
        _taken = NothingTaken;
        if (taken == NothingTaken)
        {
            return QueueState.Empty;
        }

        var state = Check();
        if (state != QueueState.Ok)
        {
            return state;
        }

        if (!_record.TryLock())
        {
            return LockFailed();
        }

        state = FinishLocked(taken);
        _record.Unlock();
        return state;
    }

    /// <summary>True while the message taken is still ours in the ring: nobody marked us slow and cleared it.</summary>
    public bool HoldsTaken() => _taken != NothingTaken && Check() == QueueState.Ok && (Pending(_taken) & _bit) != 0;

    /// <summary>Gives the slot back, unless the session changed or somebody already took it from us.</summary>
    public void Unsubscribe()
    {
        _taken = NothingTaken;
        if (_slot < 0 || Check() != QueueState.Ok || !_record.TryLock())
        {
            return;
        }

        if (Check() == QueueState.Ok)
        {
            var subscriptions = _record.Subscriptions;
            ClearBitEverywhere(_bit);
            _record.Subscriptions = new Subscriptions(subscriptions.On & ~_bit, subscriptions.Bad & ~_bit);
            _record.SetTimeout(_slot, 0);
            _record.SetClientId(_slot, 0);
        }

        _record.Unlock();
        _slot = -1;
        _bit = 0;
    }

    private QueueState SubscribeLocked(uint clientId)
    {
        if (!_session.IsCurrent)
        {
            return QueueState.SessionLost;
        }

        if (!TryReadIndices(out _, out _))
        {
            return QueueState.Refused;
        }

        var mask = SlotMask;
        var (on, bad) = _record.Subscriptions;
        on &= mask;
        bad &= mask;
        var now = _session.Timestamp;
        for (var slot = 0; slot < _layout.Queue.Slots; slot++)
        {
            var bit = 1u << slot;
            var ours = (on & bit) != 0 && _record.ClientId(slot) == clientId;
            if (ours || ((bad & bit) != 0 && now > _record.Timeout(slot)))
            {
                on &= ~bit;
                bad &= ~bit;
                _record.SetTimeout(slot, 0);
                _record.SetClientId(slot, 0);
            }
        }

        var free = ~(on | bad) & mask;
        if (free == 0)
        {
            return QueueState.Full;
        }

        _slot = BitOperations.TrailingZeroCount(free);
        _bit = 1u << _slot;
        _clientId = clientId;
        ClearBitEverywhere(_bit);
        _record.SetTimeout(_slot, 0);
        _record.SetClientId(_slot, clientId);
        _record.Subscriptions = new Subscriptions(on | _bit, bad);
        _record.AddNewSubscriber();
        return QueueState.Ok;
    }

    private QueueState Look()
    {
        if (!TryReadIndices(out var start, out var count))
        {
            return QueueState.Refused;
        }

        for (var i = 0u; i < count; i++)
        {
            if ((Pending(Index(start, i)) & _bit) != 0)
            {
                return QueueState.Ok;
            }
        }

        return QueueState.Empty;
    }

    private QueueState TakeLocked(out LgmpEntry entry, out uint behind)
    {
        entry = default;
        behind = 0;
        var state = Check();
        if (state != QueueState.Ok)
        {
            return state;
        }

        if (!TryReadIndices(out var start, out var count))
        {
            return QueueState.Refused;
        }

        _taken = NothingTaken;
        for (var i = 0u; i < count; i++)
        {
            var index = Index(start, i);
            if ((Pending(index) & _bit) == 0)
            {
                continue;
            }

            if (_taken == NothingTaken)
            {
                _taken = index;
            }
            else
            {
                behind++;
            }
        }

        if (_taken == NothingTaken)
        {
            return QueueState.Empty;
        }

        Span<byte> copy = stackalloc byte[LgmpEntry.MaxBytes];
        copy = copy[.._layout.Entry.Bytes];
        _region.CopyOut(_config.EntryOffset(_taken), copy);
        entry = LgmpEntry.Read(_layout, copy);
        return QueueState.Ok;
    }

    private QueueState SkipLocked(out uint skipped)
    {
        skipped = 0;
        var state = Check();
        if (state != QueueState.Ok)
        {
            return state;
        }

        if (!TryReadIndices(out var start, out var count))
        {
            return QueueState.Refused;
        }

        _taken = NothingTaken;
        var last = NothingTaken;
        for (var i = 0u; i < count; i++)
        {
            var index = Index(start, i);
            if ((Pending(index) & _bit) == 0)
            {
                continue;
            }

            if (last != NothingTaken)
            {
                And(last, ~_bit);
                skipped++;
            }

            last = index;
        }

        PopFinished(start, count);
        return QueueState.Ok;
    }

    private QueueState FinishLocked(uint taken)
    {
        var state = Check();
        if (state != QueueState.Ok)
        {
            return state;
        }

        if (!TryReadIndices(out var start, out var count))
        {
            return QueueState.Refused;
        }

        // Distance from the front, modulo the ring; outside what is held means that somebody removed it behind our back.
        var distance = taken >= start ? taken - start : taken + _config.RingLength - start;
        if (distance >= count || (And(taken, ~_bit) & _bit) == 0)
        {
            return QueueState.Empty;
        }

        PopFinished(start, count);
        return QueueState.Ok;
    }

    /// <summary>Removes messages nobody waits for from the front, as the producer's tick would; it can then reuse them sooner. Under the lock.</summary>
    private void PopFinished(uint start, uint count)
    {
        var on = _record.Subscriptions.On;
        var left = count;
        while (left > 0 && (Pending(start) & on) == 0)
        {
            start = _config.Next(start);
            left--;
        }

        if (left == count)
        {
            return;
        }

        _record.Start = start;
        _record.Count = left;
        // Only ever raised (lgmp.md section 6.3). Guest time: any number, so it may wrap.
        var expires = unchecked(_session.Timestamp + _config.MaxTimeMs);
        if (expires > _record.MessageTimeout)
        {
            _record.MessageTimeout = expires;
        }
    }

    private bool TryReadIndices(out uint start, out uint count)
    {
        start = _record.Start;
        count = _record.Count;
        var position = _record.Position;
        if (start >= _config.RingLength || position >= _config.RingLength)
        {
            Reject = new Reject(RejectCode.RingIndex, Math.Max(start, position), _config.RingLength);
            return false;
        }

        if (count > _config.RingLength)
        {
            Reject = new Reject(RejectCode.RingCount, count, _config.RingLength);
            return false;
        }

        return true;
    }

    private void ClearBitEverywhere(uint bit)
    {
        for (var i = 0u; i < _config.RingLength; i++)
        {
            if ((Pending(i) & bit) != 0)
            {
                And(i, ~bit);
            }
        }
    }

    private QueueState LockFailed()
    {
        if (!_session.IsCurrent)
        {
            return QueueState.SessionLost;
        }

        Reject = new Reject(RejectCode.LockStuck, QueueRecord.LockBudgetMs, QueueRecord.LockBudgetMs);
        return QueueState.Refused;
    }

    private uint Index(uint start, uint i) => start + i >= _config.RingLength ? start + i - _config.RingLength : start + i;

    private uint Pending(uint index) => _region.ReadUInt32(_config.EntryOffset(index) + (uint)_layout.Entry.Pending);

    private uint And(uint index, uint mask) => _region.AndUInt32(_config.EntryOffset(index) + (uint)_layout.Entry.Pending, mask);
}
