using System.Numerics;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <summary>
/// Rings the consumers that sleep (docs/protocol-extensions.md section 3). One exchange finds and disarms all of them, so a change rings nobody twice, whoever publishes it and
/// whatever is scribbled over the block: at most one ring per slot and change, and none at all while nobody sleeps. Any thread; allocates nothing.
/// </summary>
internal sealed class DoorbellRinger
{
    private readonly Region _region;
    private readonly IvshmemDoorbell? _doorbell;
    private readonly ulong _block;
    private readonly uint[] _remembered = new uint[DoorbellRecord.SlotCount];
    private int _rememberedCount;
    private long _rings;

    /// <summary>Creates it.</summary>
    /// <param name="region">Region of the session.</param>
    /// <param name="doorbell">What rings; null = never.</param>
    /// <param name="userData">Offset of the user data in the region.</param>
    /// <param name="blockOffset">Offset of the record's block in the user data; negative without one.</param>
    public DoorbellRinger(Region region, IvshmemDoorbell? doorbell, ulong userData, int blockOffset)
    {
        _region = region;
        _doorbell = blockOffset < 0 ? null : doorbell;
        _block = userData + (uint)Math.Max(0, blockOffset);
    }

    /// <summary>Rings given so far.</summary>
    public long Rings => Volatile.Read(ref _rings);

    /// <summary>Something was published: wakes whoever sleeps.</summary>
    public void Ring()
    {
        if (_doorbell is null)
        {
            return;
        }

        // What was published is seen before we look who sleeps; a consumer arms before it looks once more. One of both sees the other.
        Interlocked.MemoryBarrier();
        if ((_region.ReadUInt32(_block + DoorbellRecord.ArmedOffset) & DoorbellRecord.ArmedMask) == 0)
        {
            return;
        }

        var armed = _region.ExchangeUInt32(_block + DoorbellRecord.ArmedOffset, 0) & DoorbellRecord.ArmedMask;
        for (; armed != 0; armed &= armed - 1)
        {
            Ring(_region.ReadUInt32(Slot(BitOperations.TrailingZeroCount(armed))));
        }
    }

    /// <summary>A new session is about to overwrite the block: notes who sleeps on what an earlier session left there.</summary>
    public void RememberSleepers()
    {
        _rememberedCount = 0;
        if (_doorbell is null || _region.ReadUInt32(_block) != DoorbellRecord.Magic)
        {
            return;
        }

        var armed = _region.ReadUInt32(_block + DoorbellRecord.ArmedOffset) & DoorbellRecord.ArmedMask;
        for (; armed != 0; armed &= armed - 1)
        {
            _remembered[_rememberedCount++] = _region.ReadUInt32(Slot(BitOperations.TrailingZeroCount(armed)));
        }
    }

    /// <summary>The new session is complete: wakes those noted.</summary>
    public void RingRemembered()
    {
        for (var i = 0; i < _rememberedCount; i++)
        {
            Ring(_remembered[i]);
        }

        _rememberedCount = 0;
    }

    private ulong Slot(int slot) => _block + (uint)DoorbellRecord.SlotOffset(slot);

    private void Ring(uint word)
    {
        // A peer that does not exist is refused by the device; ringing ourselves would only cost an interrupt.
        if (DoorbellRecord.TryUnpack(word, out var peer, out var vector) && peer != _doorbell!.PeerId && _doorbell.IsPresent(peer) && _doorbell.RingDoorbell(peer, vector))
        {
            Interlocked.Increment(ref _rings);
        }
    }
}
