using Oriel.Memory;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>
/// The producer's side of one queue, written line by line from lgmp.md sections 5.3 and 6.2 on a bare region, with a clock that the test moves. Shares only
/// the word accessors with the code under test.
/// </summary>
internal sealed class SpecQueue : IDisposable
{
    public const uint QueueId = 1;
    public const uint SessionId = 77;
    private const uint MaxTimeMs = 1000;
    private readonly LgmpLayout _layout;
    private readonly QueueRecord _record;
    private readonly uint _ring;
    private uint _position;

    public SpecQueue(LgmpLayout layout, uint length)
    {
        _layout = layout;
        Region = Region.CreateMemfd("ring-model", 1 << 20);
        Entries = layout.SpareEntry ? length + 1 : length;
        _ring = (uint)(((layout.HeaderBytes + 48) + 63) & ~63);
        Write(layout.SessionIdOffset, SessionId);
        Write(layout.VersionOffset, layout.Version);
        Write(layout.UserDataSizeOffset, 48);
        Region.CopyIn((ulong)layout.UserDataOffset, "KVMFR---"u8);
        Write(layout.UserDataOffset + 8, layout.Version == 12 ? 34u : 20u);
        Write(layout.QueueCountOffset, 1);
        Write(layout.MagicOffset, LgmpLayout.Magic);
        _record = new QueueRecord(Region, layout, 0)
        {
            QueueId = QueueId,
            RingLength = Entries,
            RingOffset = _ring,
            MaxTimeMs = MaxTimeMs,
            ClientAvailable = (uint)layout.Queue.ClientMessageSlots,
        };
        Now = 1;
    }

    public Region Region { get; }

    public uint Entries { get; }

    public uint Capacity => _layout.SpareEntry ? Entries - 1 : Entries;

    public uint Count => _record.Count;

    public Subscriptions Subscriptions => _record.Subscriptions;

    public ulong Now
    {
        get => Region.ReadUInt64((ulong)_layout.TimestampOffset);
        set => Region.WriteUInt64((ulong)_layout.TimestampOffset, value);
    }

    /// <summary>False when full. With nobody subscribed the message is dropped (v5 to v10) or stored for nobody (v12).</summary>
    public bool Post(uint id)
    {
        Assert.True(_record.TryLock());
        var pending = _record.Subscriptions.Active;
        var full = _record.Count == Capacity;
        if (full || (pending == 0 && !_layout.OwnedSlots))
        {
            _record.Unlock();
            return !full || (pending == 0 && !_layout.OwnedSlots);
        }

        var entry = _ring + (_position * (uint)_layout.Entry.Bytes);
        if (_layout.Entry.WideWord)
        {
            Region.WriteUInt64(entry, id);
        }
        else
        {
            Region.WriteUInt32(entry, id);
        }

        Region.WriteUInt32(entry + (uint)_layout.Entry.Size, 4);
        Region.WriteUInt32(entry + (uint)_layout.Entry.Offset, 65536 + id);
        Region.WriteUInt32(entry + (uint)_layout.Entry.Pending, pending);
        if (_record.Count == 0)
        {
            _record.MessageTimeout = Now + MaxTimeMs;
        }

        _record.Count++;
        _position = (_position + 1) % Entries;
        _record.Position = _position;
        _record.Unlock();
        return true;
    }

    /// <summary>Section 5.3; returns the slots that became bad.</summary>
    public uint Tick()
    {
        Assert.True(_record.TryLock());
        var subscriptions = _record.Subscriptions;
        var (on, bad) = subscriptions;
        while (_layout.OwnedSlots && _record.Count > 0 && (Pending((_position + Entries - 1) % Entries) & on & ~bad) == 0)
        {
            _position = (_position + Entries - 1) % Entries;
            SetPending(_position, 0);
            _record.Position = _position;
            _record.Count--;
        }

        var start = _record.Start;
        while (_record.Count > 0)
        {
            var pending = Pending(start) & on;
            var late = pending & ~bad;
            if (late != 0 && Now > _record.MessageTimeout)
            {
                bad |= late;
                for (var slot = 0; slot < _layout.Queue.Slots; slot++)
                {
                    if ((late & (1u << slot)) != 0)
                    {
                        _record.SetTimeout(slot, Now + MaxTimeMs);
                    }
                }

                SetPending(start, 0);
                pending = 0;
            }

            if ((pending & ~bad) != 0)
            {
                break;
            }

            start = (start + 1) % Entries;
            _record.Start = start;
            _record.Count--;
            _record.MessageTimeout = Now + MaxTimeMs;
        }

        _record.Subscriptions = new Subscriptions(on, bad);
        _record.Unlock();
        return bad & ~subscriptions.Bad;
    }

    public void Dispose() => Region.Dispose();

    private void Write(int offset, uint value) => Region.WriteUInt32((ulong)offset, value);

    private uint Pending(uint index) => Region.ReadUInt32(_ring + (index * (uint)_layout.Entry.Bytes) + (uint)_layout.Entry.Pending);

    private void SetPending(uint index, uint value) => Region.WriteUInt32(_ring + (index * (uint)_layout.Entry.Bytes) + (uint)_layout.Entry.Pending, value);
}
