using System.Buffers.Binary;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Inspection;

/// <summary>Timing record (docs/protocol-extensions.md section 4). The names are documented there.</summary>
public sealed record InspectedTimes
{
    private const int EntryBytes = 32;
    private const int EchoBytes = 16;

    /// <summary>Which clock the times are of.</summary>
    public required GuestTimebaseKind Clock { get; init; }

    /// <summary>Its step.</summary>
    public required uint ResolutionNs { get; init; }

    /// <summary>Identity of the clock, 32 hex digits; left out when the producer does not know it.</summary>
    public string? Machine { get; init; }

    /// <summary>It is the clock of the machine that inspects.</summary>
    public required bool SameClock { get; init; }

    /// <summary>The last frames, by serial.</summary>
    public required IReadOnlyList<InspectedFrameTimes> Frames { get; init; }

    /// <summary>Consumers' clocks as the producer said them back.</summary>
    public required IReadOnlyList<InspectedEcho> Echoes { get; init; }

    internal static InspectedTimes Read(InspectionSource source, ulong block, in GuestTimebase timebase)
    {
        var frames = new List<InspectedFrameTimes>();
        for (var i = 0u; i < FrameTimingRecord.RingEntries; i++)
        {
            var at = block + FrameTimingRecord.Entry(i);
            var entry = source.CopyOut(at, EntryBytes);
            Interlocked.MemoryBarrier();
            var serial = source.ReadUInt32(at + FrameTimingRecord.EntrySerial);

            // Being written, overwritten meanwhile, or no frame that could stand here.
            if (serial != 0 && serial == BinaryPrimitives.ReadUInt32LittleEndian(entry) && serial % FrameTimingRecord.RingEntries == i)
            {
                frames.Add(new InspectedFrameTimes(
                    serial, Word(entry, FrameTimingRecord.EntryCaptured), Word(entry, FrameTimingRecord.EntryPublished), Word(entry, FrameTimingRecord.EntryFilled)));
            }
        }

        var echoes = new List<InspectedEcho>();
        for (var slot = 0; slot < FrameTimingRecord.ClockSlots; slot++)
        {
            var echo = source.CopyOut(block + FrameTimingRecord.Echo(slot), EchoBytes);
            if (Word(echo, FrameTimingRecord.EchoConsumer) is { } theirs && Word(echo, FrameTimingRecord.EchoProducer) is { } ours)
            {
                echoes.Add(new InspectedEcho(slot, theirs, ours));
            }
        }

        var machine = timebase.Machine;
        return new InspectedTimes
        {
            Clock = timebase.Kind,
            ResolutionNs = timebase.ResolutionNs,
            Machine = machine == 0 ? null : machine.ToString("x32"),
            SameClock = machine != 0 && machine == MonotonicIdentity.OfThisProcess.Machine,
            Frames = [.. frames.OrderBy(f => f.Serial)],
            Echoes = echoes,
        };
    }

    private static ulong? Word(byte[] bytes, int offset) =>
        FrameTimingRecord.Plausible(BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(offset))) is > 0 and var time ? time : null;
}

/// <summary>A frame's times on the producer's clock, nanoseconds; left out where not known.</summary>
/// <param name="Serial">Serial.</param>
/// <param name="CapturedNs">Captured.</param>
/// <param name="PublishedNs">Published.</param>
/// <param name="FilledNs">Its last pixel was in the region.</param>
public sealed record InspectedFrameTimes(uint Serial, ulong? CapturedNs, ulong? PublishedNs, ulong? FilledNs);

/// <summary>A consumer's clock and the producer's when it had read that.</summary>
/// <param name="Slot">Slot of the frame queue, modulo 8.</param>
/// <param name="ConsumerNs">Consumer's clock.</param>
/// <param name="ProducerNs">Producer's clock.</param>
public sealed record InspectedEcho(int Slot, ulong ConsumerNs, ulong ProducerNs);
