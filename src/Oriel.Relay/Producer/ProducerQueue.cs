using System.Diagnostics;
using System.Numerics;
using Oriel.Memory;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Producer;

/// <summary>How a post ended.</summary>
internal enum PostOutcome
{
    Posted,
    NoSubscriber,
    Full,
    LockStuck,
}

/// <summary>
/// The producer's side of one queue (lgmp.md sections 5.3 and 6.2). Its truth is private: ring place, indices, deadlines, and which payload each message
/// carries. Start and count are read from the region because consumers take messages out themselves, but believed only as far as they can be right; otherwise
/// the private values are written back. So a consumer that scribbles can neither move our writes nor make a loop long.
/// Every member expects <see cref="Gate"/> to be held, except where said.
/// </summary>
internal sealed partial class ProducerQueue
{
    /// <summary>Milliseconds a consumer may hold the oldest message (kvmfr.md section 1).</summary>
    public const uint MaxTimeMs = 1000;

    /// <summary>
    /// Milliseconds a consumer may hold the oldest message of a full ring while another consumer has finished it, or came later, and so gets nothing. Shorter than
    /// the announced <see cref="MaxTimeMs"/> so that the successor of a killed viewer has its picture within a second; a consumer that lives but is evicted
    /// by this just subscribes again, as it must be able to anyway.
    /// </summary>
    public const uint CrowdedTimeMs = 500;

    private readonly Region _region;
    private readonly LgmpLayout _layout;
    private readonly QueueRecord _record;
    private readonly RegionPlan.Ring _ring;
    private readonly uint _id;
    private readonly TimeSpan _lockPatience;
    private readonly uint _slotMask;
    private readonly int[] _payloadAt;
    private readonly uint[] _postedTo;
    private readonly int[] _uses;
    private readonly uint[] _badClients;
    private int _badClientCount;
    private uint _start, _count, _position;
    private ulong _headDeadlineMs;
    private long _evictions, _repairs;

    public ProducerQueue(Region region, LgmpLayout layout, int index, uint id, RegionPlan.Ring ring, int payloads, TimeSpan lockPatience)
    {
        _region = region;
        _layout = layout;
        _record = new QueueRecord(region, layout, index);
        _ring = ring;
        _id = id;
        _lockPatience = lockPatience;
        _slotMask = layout.Queue.Slots == 32 ? uint.MaxValue : (1u << layout.Queue.Slots) - 1;
        _payloadAt = new int[ring.Entries];
        _postedTo = new uint[ring.Entries];
        _uses = new int[payloads];
        _badClients = new uint[layout.Queue.Slots];
    }

    /// <summary>
    /// Keeps our own threads apart; the lock word in the region keeps the processes apart. A plain object: the first contention of a
    /// <see cref="Lock"/> makes a managed event, and here nothing may be allocated after construction.
    /// </summary>
    public object Gate { get; } = new();

    /// <summary>Messages in the ring. Any thread.</summary>
    public uint Count => Volatile.Read(ref _count);

    /// <summary>No message fits.</summary>
    public bool IsFull => _count == _ring.Capacity;

    /// <summary>Slots marked bad. Any thread.</summary>
    public long Evictions => Volatile.Read(ref _evictions);

    /// <summary>Impossible indices written back. Any thread.</summary>
    public long Repairs => Volatile.Read(ref _repairs);

    /// <summary>Somebody would get a message posted now. Any thread, no gate.</summary>
    public bool HasActive => ActiveSlots != 0;

    /// <summary>Slots of consumers that are neither gone nor marked bad.</summary>
    public uint ActiveSlots => _record.Subscriptions.Active & _slotMask;

    /// <summary>A payload is in no message of the ring.</summary>
    public bool IsFree(int payload) => _uses[payload] == 0;

    /// <summary>Writes the record of a new queue (lgmp.md section 5.1): client ids, time-outs and the ring are not cleared.</summary>
    public void Create()
    {
        _start = _count = _position = 0;
        _badClientCount = 0;
        Array.Clear(_uses);
        ResetMessages();
        var record = _record;
        record.QueueId = _id;
        record.RingLength = _ring.Entries;
        record.NewSubscribers = 0;
        record.Subscriptions = default;
        record.Unlock();
        record.Position = 0;
        record.RingOffset = (uint)_ring.Offset;
        record.Start = 0;
        record.MessageTimeout = 0;
        record.MaxTimeMs = MaxTimeMs;
        record.Count = 0;
        record.UnlockClientRing();
        record.ClientAvailable = (uint)_layout.Queue.ClientMessageSlots;
        record.ClientWritePosition = 0;
        record.ClientWriteSerial = 0;
        record.ClientReadSerial = 0;
    }

    /// <summary>True while every word that only the producer writes once is as written. Any thread, no gate.</summary>
    public bool IsIntact() =>
        _record.QueueId == _id && _record.RingLength == _ring.Entries && _record.RingOffset == (uint)_ring.Offset && _record.MaxTimeMs == MaxTimeMs;

    /// <summary>Reads and clears the count of new subscribers. Any thread, no gate.</summary>
    public bool TakeNewSubscribers() => _record.NewSubscribers != 0 && _record.TakeNewSubscribers() != 0;

    /// <summary>Posts a message; drops finished and overdue ones first. Nothing is copied: the payload must stay until it is free again.</summary>
    public PostOutcome Post(int payload, in RegionPlan.Payload place, ulong word, ulong nowMs)
    {
        if (!TryLock())
        {
            return PostOutcome.LockStuck;
        }

        Expire(nowMs);
        var pending = _record.Subscriptions.Active & _slotMask;
        var outcome = pending == 0 ? PostOutcome.NoSubscriber : IsFull ? PostOutcome.Full : PostOutcome.Posted;
        if (outcome == PostOutcome.Posted)
        {
            Append(payload, place, word, pending, nowMs);
        }

        _record.Unlock();
        return outcome;
    }

    /// <summary>The tick's work on this queue; false when the lock word stays taken.</summary>
    public bool Process(ulong nowMs)
    {
        if (_count == 0)
        {
            // Only we add messages, so there is nothing to expire and no reason to take the lock.
            return true;
        }

        if (!TryLock())
        {
            return false;
        }

        Expire(nowMs);
        _record.Unlock();
        return true;
    }

    /// <summary>Takes the ids of clients that became bad since the last call (v12: they are bad on every queue).</summary>
    public int TakeBadClients(Span<uint> ids)
    {
        var count = Math.Min(_badClientCount, ids.Length);
        _badClients.AsSpan(0, count).CopyTo(ids);
        _badClientCount = 0;
        return count;
    }

    /// <summary>Marks these clients bad here as well; false when the lock word stays taken.</summary>
    public bool MarkBad(ReadOnlySpan<uint> clients, ulong nowMs)
    {
        if (!TryLock())
        {
            return false;
        }

        var subs = _record.Subscriptions;
        var active = subs.Active & _slotMask;
        for (var slot = 0; slot < _layout.Queue.Slots; slot++)
        {
            if ((active & (1u << slot)) != 0 && clients.Contains(_record.ClientId(slot)))
            {
                subs = subs with { Bad = subs.Bad | (1u << slot) };
                _record.SetTimeout(slot, nowMs + MaxTimeMs);
            }
        }

        var record = _record;
        record.Subscriptions = subs;
        record.Unlock();
        return true;
    }

    private void Append(int payload, in RegionPlan.Payload place, ulong word, uint pending, ulong nowMs)
    {
        var entry = Entry(_position);
        if (_layout.Entry.WideWord)
        {
            _region.WriteUInt64(entry, word);
        }
        else
        {
            _region.WriteUInt32(entry, (uint)word);
        }

        _region.WriteUInt32(entry + (uint)_layout.Entry.Size, place.Size);
        _region.WriteUInt32(entry + (uint)_layout.Entry.Offset, (uint)place.Offset);
        _region.WriteUInt32(entry + (uint)_layout.Entry.Pending, pending);
        _payloadAt[_position] = payload;
        _postedTo[_position] = pending;
        _uses[payload]++;
        var record = _record;
        if (_count++ == 0)
        {
            _headDeadlineMs = nowMs + MaxTimeMs;
            record.MessageTimeout = _headDeadlineMs;
        }

        record.Count = _count;
        _position = Next(_position);
        record.Position = _position;
    }

    /// <summary>Drops finished messages and marks those bad who hold the oldest one too long (lgmp.md section 5.3). The lock word is ours.</summary>
    private void Expire(ulong nowMs)
    {
        Adopt(nowMs);
        var subs = _record.Subscriptions;
        var bad = 0u;
        var changed = false;
        while (_count > 0)
        {
            var late = Pending(_start) & subs.On & ~(subs.Bad | bad);
            if (late != 0 && nowMs <= Deadline(late, subs.On & ~(subs.Bad | bad)))
            {
                break;
            }

            if (late != 0)
            {
                bad |= late;
                Evict(late, nowMs);
                _region.WriteUInt32(Entry(_start) + (uint)_layout.Entry.Pending, 0);
            }

            _uses[_payloadAt[_start]]--;
            _start = Next(_start);
            _count--;
            _headDeadlineMs = nowMs + MaxTimeMs;
            changed = true;
        }

        subs = subs with { Bad = subs.Bad | bad };
        changed |= _layout.OwnedSlots && TrimNewest(subs);
        Store(changed, subs, bad != 0);
    }

    private ulong Deadline(uint late, uint active) =>
        IsFull && (active & ~late) != 0 ? _headDeadlineMs - (MaxTimeMs - CrowdedTimeMs) : _headDeadlineMs;

    private void Store(bool changed, Subscriptions subs, bool subsChanged)
    {
        var record = _record;
        if (subsChanged)
        {
            record.Subscriptions = subs;
        }

        if (changed)
        {
            record.Start = _start;
            record.Count = _count;
            record.Position = _position;
            if (_count > 0)
            {
                record.MessageTimeout = _headDeadlineMs;
            }
        }
    }

    /// <summary>
    /// v12 also drops finished messages at the newest end, so the position may move back. Done after the oldest end, not before as lgmp.md section 5.3 has it: what is
    /// left over is the same, but a ring that empties keeps its position. Otherwise a consumer that waits there could meet the second of two new messages first.
    /// </summary>
    private bool TrimNewest(Subscriptions subs)
    {
        var trimmed = false;
        while (_count > 0)
        {
            var newest = _position == 0 ? _ring.Entries - 1 : _position - 1;
            if ((Pending(newest) & subs.Active) != 0)
            {
                break;
            }

            _region.WriteUInt32(Entry(newest) + (uint)_layout.Entry.Pending, 0);
            _uses[_payloadAt[newest]]--;
            _position = newest;
            _count--;
            trimmed = true;
        }

        return trimmed;
    }

    /// <summary>
    /// Takes over what consumers took out themselves. Start and count must agree with each other and with what was in the ring; if not, ours are right.
    /// </summary>
    private void Adopt(ulong nowMs)
    {
        var start = _record.Start;
        var count = _record.Count;
        if (count <= _count && start == (_start + (_count - count)) % _ring.Entries)
        {
            for (; _count > count; _count--)
            {
                _uses[_payloadAt[_start]]--;
                _start = Next(_start);
                _headDeadlineMs = nowMs + MaxTimeMs;
            }

            if (_record.Position == _position)
            {
                return;
            }
        }

        var record = _record;
        record.Start = _start;
        record.Count = _count;
        record.Position = _position;
        Volatile.Write(ref _repairs, _repairs + 1);
    }

    private void Evict(uint slots, ulong nowMs)
    {
        for (var rest = slots; rest != 0; rest &= rest - 1)
        {
            var slot = BitOperations.TrailingZeroCount(rest);
            _record.SetTimeout(slot, nowMs + MaxTimeMs);
            if (_badClientCount < _badClients.Length)
            {
                _badClients[_badClientCount++] = _record.ClientId(slot);
            }
        }

        Volatile.Write(ref _evictions, _evictions + BitOperations.PopCount(slots));
    }

    /// <summary>Who has not finished a message; never more than those it was posted to.</summary>
    private uint Pending(uint slot) => _region.ReadUInt32(Entry(slot) + (uint)_layout.Entry.Pending) & _postedTo[slot];

    private ulong Entry(uint slot) => _ring.Offset + (slot * (ulong)_layout.Entry.Bytes);

    private uint Next(uint slot) => slot + 1 == _ring.Entries ? 0 : slot + 1;

    private bool TryLock()
    {
        if (_record.TryLockOnce())
        {
            return true;
        }

        var spinner = default(SpinWait);
        var began = Stopwatch.GetTimestamp();
        do
        {
            spinner.SpinOnce();
            if (_record.TryLockOnce())
            {
                return true;
            }
        }
        while (Stopwatch.GetElapsedTime(began) < _lockPatience);
        return false;
    }
}
