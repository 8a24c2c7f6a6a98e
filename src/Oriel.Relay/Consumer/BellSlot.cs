using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>
/// Our slot in a session's doorbell record (docs/protocol-extensions.md section 3). The block is written by everybody: a slot that was taken from us costs rings, and the periodic look
/// takes another one. Feed thread; allocates nothing after construction.
/// </summary>
internal sealed class BellSlot
{
    private readonly Region _region;
    private readonly IvshmemDoorbell _doorbell;
    private readonly ulong _block;
    private readonly uint _word;
    private int _slot = -1;
    private uint _bit;

    private BellSlot(SessionLink session, IvshmemDoorbell doorbell, WakeEvent incoming)
    {
        _region = session.Region;
        _doorbell = doorbell;
        _block = (ulong)(session.Layout.UserDataOffset + session.UserData.DoorbellOffset);
        _word = DoorbellRecord.Pack(doorbell.PeerId, vector: 0);
        Incoming = incoming;
    }

    /// <summary>What a ring raises.</summary>
    public WakeEvent Incoming { get; }

    /// <summary>We stand in a slot.</summary>
    public bool IsRegistered => _slot >= 0;

    /// <summary>Null where the session has no record or we have no doorbell to be rung by.</summary>
    public static BellSlot? For(SessionLink session, IvshmemDoorbell? doorbell) =>
        session.UserData.DoorbellOffset >= 0 && doorbell is { Incoming: { } incoming } ? new BellSlot(session, doorbell, incoming) : null;

    /// <summary>Sees to it that we stand in a slot: free ones, our own from before, and those of peers that are gone are taken. False when all are in use.</summary>
    public bool Hold()
    {
        if (_slot >= 0 && _region.ReadUInt32(SlotAt(_slot)) == _word)
        {
            return true;
        }

        _slot = -1;
        var version = _region.ReadUInt32(_block + DoorbellRecord.VersionOffset);
        if (_region.ReadUInt32(_block) != DoorbellRecord.Magic || (version & 0xFFFF) == 0)
        {
            return false;
        }

        // A peer that came a moment ago may not be known here yet and seem gone: its slot is only taken when there is no other.
        var slots = Math.Min(DoorbellRecord.SlotCount, (int)(version >> 16));
        return TryTake(slots, mayEvict: false) || TryTake(slots, mayEvict: true);
    }

    /// <summary>From here on the producer rings. What it published before is seen by a look that begins after this returns: the exchange is a full fence.</summary>
    public void Arm() => _region.OrUInt32(_block + DoorbellRecord.ArmedOffset, _bit);

    /// <summary>We are awake and need no ring. False when the producer disarmed us: it rang, or is about to.</summary>
    public bool Disarm() => (_region.AndUInt32(_block + DoorbellRecord.ArmedOffset, ~_bit) & _bit) != 0;

    /// <summary>Gives the slot back.</summary>
    public void Release()
    {
        if (_slot >= 0)
        {
            Disarm();
            _region.CompareExchangeUInt32(SlotAt(_slot), 0, _word);
            _slot = -1;
        }
    }

    private bool TryTake(int slots, bool mayEvict)
    {
        for (var slot = 0; slot < slots; slot++)
        {
            var seen = _region.ReadUInt32(SlotAt(slot));
            var isFree = !DoorbellRecord.TryUnpack(seen, out var peer, out _) || peer == _doorbell.PeerId || (mayEvict && !_doorbell.IsPresent(peer));
            if (isFree && _region.CompareExchangeUInt32(SlotAt(slot), _word, seen) == seen)
            {
                _slot = slot;
                _bit = 1u << slot;
                return true;
            }
        }

        return false;
    }

    private ulong SlotAt(int slot) => _block + (uint)DoorbellRecord.SlotOffset(slot);
}
