using System.Buffers.Binary;
using Oriel.Memory;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Tests;

/// <summary>
/// A consumer for tests that moves one step at a time: subscribe, look at the next message, finish it, send a message. Written from lgmp.md section 6,
/// sharing no code with the producer. With <see cref="Dequeues"/> false it leaves the dequeuing to the producer, as a consumer whose try-lock fails does.
/// </summary>
internal sealed class ProducerPeer
{
    private readonly Region _region;
    private readonly LgmpLayout _layout;
    private readonly ulong _record;
    private readonly uint _id;

    public ProducerPeer(Region region, LgmpLayout layout, int record, uint id)
    {
        _region = region;
        _layout = layout;
        _record = layout.QueueRecord(record);
        _id = id;
        Subscribe();
    }

    public int Slot { get; private set; } = -1;

    public bool Dequeues { get; init; } = true;

    public uint MyPosition { get; private set; }

    public uint Count => Word(_layout.Queue.Count);

    public bool IsBad => (Masks().Bad & Bit) != 0;

    public bool IsOn => (Masks().On & Bit) != 0;

    /// <summary>A message waits for me; I stand at it then. In v12 the position may have moved back, so the held messages are searched (section 6.3).</summary>
    public bool HasMessage
    {
        get
        {
            if (IsMine(MyPosition) || !_layout.OwnedSlots)
            {
                return IsMine(MyPosition);
            }

            Lock();
            var start = Word(_layout.Queue.Start);
            MyPosition = Word(_layout.Queue.Position);
            for (var i = 0u; i < Count; i++)
            {
                if (IsMine((start + i) % RingLength))
                {
                    MyPosition = (start + i) % RingLength;
                    break;
                }
            }

            Unlock();
            return IsMine(MyPosition);
        }
    }

    private uint Bit => 1u << Slot;

    private uint RingLength => Word(_layout.Queue.RingLength);

    public void Subscribe()
    {
        Lock();
        var (on, bad) = Masks();
        for (var slot = 0; slot < _layout.Queue.Slots && on != 0; slot++)
        {
            var expired = _region.ReadUInt64((uint)_layout.TimestampOffset) > _region.ReadUInt64(_record + (uint)(_layout.Queue.Timeouts + (8 * slot)));
            if ((bad & (1u << slot)) != 0 && expired)
            {
                on &= ~(1u << slot);
                bad &= ~(1u << slot);
            }
        }

        Slot = 0;
        while (((on | bad) & (1u << Slot)) != 0)
        {
            Slot++;
        }

        Assert.True(Slot < _layout.Queue.Slots, "no free slot");
        for (var i = 0u; i < RingLength; i++)
        {
            _region.AndUInt32(Entry(i) + (uint)_layout.Entry.Pending, ~Bit);
        }

        _region.WriteUInt64(_record + (uint)(_layout.Queue.Timeouts + (8 * Slot)), 0);
        _region.WriteUInt32(_record + (uint)(_layout.Queue.ClientIds + (4 * Slot)), _id);
        SetMasks(on | Bit, bad);
        _region.AddUInt32(_record + (uint)_layout.Queue.NewSubscribers, 1);
        MyPosition = Word(_layout.Queue.Position);
        Unlock();
    }

    public void Unsubscribe()
    {
        Lock();
        var (on, bad) = Masks();
        SetMasks(on & ~Bit, bad & ~Bit);
        Unlock();
    }

    /// <summary>The message I stand at: word, size, offset.</summary>
    public (ulong Word, uint Size, uint Offset) Peek()
    {
        Assert.True(HasMessage, "no message");
        var entry = Entry(MyPosition);
        return (_layout.Entry.WideWord ? _region.ReadUInt64(entry) : _region.ReadUInt32(entry),
            _region.ReadUInt32(entry + (uint)_layout.Entry.Size), _region.ReadUInt32(entry + (uint)_layout.Entry.Offset));
    }

    public void Done()
    {
        var old = _region.AndUInt32(Entry(MyPosition) + (uint)_layout.Entry.Pending, ~Bit);
        Assert.True((old & Bit) != 0, "finished a message that was not mine");
        if (Dequeues && (old & ~Bit) == 0)
        {
            Lock();
            if (Word(_layout.Queue.Start) == MyPosition)
            {
                SetWord(_layout.Queue.Start, (MyPosition + 1) % RingLength);
                SetWord(_layout.Queue.Count, Count - 1);
            }

            Unlock();
        }

        MyPosition = (MyPosition + 1) % RingLength;
    }

    /// <summary>Takes everything that waits; returns the offsets of the payloads.</summary>
    public List<uint> Drain()
    {
        var offsets = new List<uint>();
        while (HasMessage)
        {
            offsets.Add(Peek().Offset);
            Done();
        }

        return offsets;
    }

    /// <summary>Sends a client message; the stated size may lie. Returns its serial, or null when the ring is full.</summary>
    public uint? Send(ReadOnlySpan<byte> data, uint? statedSize = null)
    {
        if (Word(_layout.Queue.ClientAvailable) == 0)
        {
            return null;
        }

        var write = Word(_layout.Queue.ClientWritePosition);
        var slot = _record + (uint)_layout.Queue.ClientMessages + (write * (ulong)_layout.Queue.ClientMessageStride);
        _region.WriteUInt32(slot, statedSize ?? (uint)data.Length);
        if (_layout.Queue.ClientMessageClientId >= 0)
        {
            _region.WriteUInt32(slot + (uint)_layout.Queue.ClientMessageClientId, _id);
        }

        _region.CopyIn(slot + (uint)_layout.Queue.ClientMessageData, data);
        SetWord(_layout.Queue.ClientWritePosition, (write + 1) % (uint)_layout.Queue.ClientMessageSlots);
        SetWord(_layout.Queue.ClientAvailable, Word(_layout.Queue.ClientAvailable) - 1);
        return _region.AddUInt32(_record + (uint)_layout.Queue.ClientWriteSerial, 1) + 1;
    }

    public uint Acknowledged() => Word(_layout.Queue.ClientReadSerial);

    public static byte[] Control(uint type, int a, int b)
    {
        var bytes = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, type);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), a);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), b);
        return bytes;
    }

    private (uint On, uint Bad) Masks()
    {
        if (_layout.Queue.WideSubscriptions)
        {
            var wide = _region.ReadUInt64(_record + (uint)_layout.Queue.Subscriptions);
            return ((uint)(wide >> 32), (uint)(wide & uint.MaxValue));
        }

        var word = Word(_layout.Queue.Subscriptions);
        return (word >> 16, word & 0xFFFF);
    }

    private void SetMasks(uint on, uint bad)
    {
        if (_layout.Queue.WideSubscriptions)
        {
            _region.WriteUInt64(_record + (uint)_layout.Queue.Subscriptions, ((ulong)on << 32) | bad);
        }
        else
        {
            SetWord(_layout.Queue.Subscriptions, (on << 16) | bad);
        }
    }

    private bool IsMine(uint index) => (_region.ReadUInt32(Entry(index) + (uint)_layout.Entry.Pending) & Bit) != 0;

    private void Lock() => Assert.True(SpinWait.SpinUntil(TryLock, 2000), "queue lock stays taken");

    private bool TryLock()
    {
        var at = _record + (uint)_layout.Queue.Lock;
        var old = _region.ReadUInt32(at) & (_layout.Queue.ByteLocks ? ~0xFFu : 0);
        return _region.CompareExchangeUInt32(at, old | 1, old) == old;
    }

    private void Unlock() => _region.AndUInt32(_record + (uint)_layout.Queue.Lock, _layout.Queue.ByteLocks ? ~0xFFu : 0);

    private uint Word(int field) => _region.ReadUInt32(_record + (uint)field);

    private void SetWord(int field, uint value) => _region.WriteUInt32(_record + (uint)field, value);

    private ulong Entry(uint index) => Word(_layout.Queue.RingOffset) + (index * (ulong)_layout.Entry.Bytes);
}
