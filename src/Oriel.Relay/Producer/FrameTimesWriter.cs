using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Relay.Producer;

/// <summary>
/// Producer's side of the timing record (docs/protocol-extensions.md section 4): a few stores per frame. Every call is made under the gate of the frame queue, in a session that was just
/// seen to be ours. Consumers can write anywhere in the record; nothing read from it decides anything, it is only said back to them.
/// </summary>
internal sealed class FrameTimesWriter
{
    private readonly Region _region;
    private readonly ulong _base;
    private readonly TimeProvider _clock;
    private readonly bool _isNanoseconds;
    private readonly double _nsPerTick;
    private readonly ulong[] _echoed = new ulong[FrameTimingRecord.ClockSlots];

    /// <summary>Creates it.</summary>
    /// <param name="region">The region.</param>
    /// <param name="offset">Absolute offset of the block, a multiple of 8; 0 = there is none, and nothing is ever written.</param>
    /// <param name="clock">Producer's clock.</param>
    public FrameTimesWriter(Region region, ulong offset, TimeProvider clock)
    {
        _region = region;
        _base = offset;
        _clock = clock;
        _isNanoseconds = clock.TimestampFrequency == 1_000_000_000;
        _nsPerTick = 1e9 / clock.TimestampFrequency;
    }

    /// <summary>The producer's clock, nanoseconds.</summary>
    public long NowNs => _isNanoseconds ? _clock.GetTimestamp() : (long)(_clock.GetTimestamp() * _nsPerTick);

    /// <summary>What the record says about a clock. Only the system's own can be known to be somebody else's too.</summary>
    public static GuestTimebase TimebaseOf(TimeProvider clock) => ReferenceEquals(clock, TimeProvider.System)
        ? MonotonicIdentity.OfThisProcess
        : new GuestTimebase(GuestTimebaseKind.Unknown, MonotonicIdentity.ResolutionOf(clock.TimestampFrequency), 0);

    /// <summary>Writes a frame's entry just before its message is posted: from the post on it can be read.</summary>
    /// <param name="serial">Serial, not 0.</param>
    /// <param name="capturedNs">Producer's clock; <see cref="FrameTimes.Unknown"/> when not known.</param>
    public void Announce(uint serial, long capturedNs)
    {
        if (_base == 0)
        {
            return;
        }

        var entry = _base + FrameTimingRecord.Entry(serial);
        _region.WriteUInt32(entry + FrameTimingRecord.EntrySerial, 0);

        // Who still reads the entry's previous frame must see the 0 before any of the new words.
        Interlocked.MemoryBarrier();
        _region.WriteUInt64(entry + FrameTimingRecord.EntryCaptured, ToWire(capturedNs));
        _region.WriteUInt64(entry + FrameTimingRecord.EntryFilled, 0);
        _region.WriteUInt64(entry + FrameTimingRecord.EntryPublished, ToWire(NowNs));
        _region.WriteUInt32(entry + FrameTimingRecord.EntrySerial, serial);
    }

    /// <summary>Says when the last pixel of a frame was in the region.</summary>
    /// <param name="serial">Serial of the frame announced last.</param>
    /// <param name="filledNs">Producer's clock.</param>
    public void Fill(uint serial, long filledNs)
    {
        if (_base != 0)
        {
            _region.WriteUInt64(_base + FrameTimingRecord.Entry(serial) + FrameTimingRecord.EntryFilled, ToWire(filledNs));
        }
    }

    /// <summary>Says consumers' clocks back to them, each with ours: what they had written by then bounds the offset from their side.</summary>
    /// <param name="slots">Slots of the frame queue that are taken; the others are not looked at.</param>
    public void Echo(uint slots)
    {
        if (_base == 0)
        {
            return;
        }

        // Several slots share a word.
        slots |= slots >> 16;
        slots |= slots >> 8;
        for (slots &= (1 << FrameTimingRecord.ClockSlots) - 1; slots != 0; slots &= slots - 1)
        {
            var slot = System.Numerics.BitOperations.TrailingZeroCount(slots);
            var theirs = _region.ReadUInt64(_base + FrameTimingRecord.Clock(slot));
            if (theirs == _echoed[slot])
            {
                continue;
            }

            // The clock is read after theirs was: no look at it may move before that load, which acquires.
            var ours = ToWire(NowNs);
            var echo = _base + FrameTimingRecord.Echo(slot);
            _region.WriteUInt64(echo + FrameTimingRecord.EchoConsumer, 0);
            Interlocked.MemoryBarrier();
            _region.WriteUInt64(echo + FrameTimingRecord.EchoProducer, ours);
            _region.WriteUInt64(echo + FrameTimingRecord.EchoConsumer, theirs);
            _echoed[slot] = theirs;
        }
    }

    private static ulong ToWire(long timeNs) => timeNs > 0 ? (ulong)timeNs : 0;
}
