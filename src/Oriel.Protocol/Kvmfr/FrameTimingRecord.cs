using System.Buffers.Binary;

namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// Where everything lies in the timing record (docs/protocol-extensions.md section 4), and its fixed part. The rest are words that both sides read and write one by one
/// while the session runs; offsets are from the start of the block. Pure.
/// </summary>
public static class FrameTimingRecord
{
    /// <summary>Type of the user data record: "T".</summary>
    public const byte Type = 0x54;

    /// <summary>Bytes of the block.</summary>
    public const int Bytes = 768;

    /// <summary>Bytes of the record's data: the block and room to align it.</summary>
    public const int DataBytes = Bytes + Alignment - 1;

    /// <summary>Entries of the ring; a frame's entry is its serial modulo this.</summary>
    public const int RingEntries = 16;

    /// <summary>Clock words of consumers; a consumer's is its slot in the frame queue modulo this.</summary>
    public const int ClockSlots = 8;

    /// <summary>Offset in an entry: u32 serial, 0 while the entry is being written.</summary>
    public const int EntrySerial = 0;

    /// <summary>Offset in an entry: u64 time of the capture.</summary>
    public const int EntryCaptured = 8;

    /// <summary>Offset in an entry: u64 time of the publication.</summary>
    public const int EntryPublished = 16;

    /// <summary>Offset in an entry: u64 time of the last pixel, 0 until it is there.</summary>
    public const int EntryFilled = 24;

    /// <summary>Offset in an echo: u64 consumer's clock, 0 while the echo is being written.</summary>
    public const int EchoConsumer = 0;

    /// <summary>Offset in an echo: u64 producer's clock when it had read the consumer's.</summary>
    public const int EchoProducer = 8;

    /// <summary>Version written.</summary>
    public const ushort Version = 1;

    /// <summary>A time beyond this, 36 years, is none; so differences of times never overflow.</summary>
    public const ulong MaxTimeNs = 1ul << 60;

    private const int Alignment = 8;
    private const int KindOffset = 6;
    private const int ResolutionOffset = 8;
    private const int MachineOffset = 16;
    private const int FixedBytes = 64;
    private const int RingOffset = FixedBytes;
    private const int EntryBytes = 32;
    private const int ClocksOffset = RingOffset + (RingEntries * EntryBytes);
    private const int EchoesOffset = ClocksOffset + (ClockSlots * sizeof(ulong));
    private const int EchoBytes = 16;
    private const uint MaxResolutionNs = 100_000_000;

    private static ReadOnlySpan<byte> Magic => "OrFT"u8;

    /// <summary>
    /// Where the block begins when the record's data begins here, both from the start of the user data. That lies 4 behind a multiple of 8 in every layout, so the block does
    /// the same and its 64-bit words are aligned.
    /// </summary>
    public static int Align(int dataOffset) => ((dataOffset + 3) / Alignment * Alignment) + 4;

    /// <summary>Offset of the entry of a frame.</summary>
    public static uint Entry(uint serial) => RingOffset + (serial % RingEntries * EntryBytes);

    /// <summary>Offset of the word into which the consumer in this slot of the frame queue writes its clock.</summary>
    public static uint Clock(int slot) => ClocksOffset + ((uint)slot % ClockSlots * sizeof(ulong));

    /// <summary>Offset of the echo of the word of the consumer in this slot.</summary>
    public static uint Echo(int slot) => EchoesOffset + ((uint)slot % ClockSlots * EchoBytes);

    /// <summary>A time as another side wrote it: 0 when it is none.</summary>
    public static ulong Plausible(ulong timeNs) => timeNs < MaxTimeNs ? timeNs : 0;

    /// <summary>Parses the fixed part out of a private copy of the block, which never changes within a session.</summary>
    /// <param name="block">Private copy, at least its fixed part.</param>
    /// <param name="timebase">The producer's clock when accepted.</param>
    /// <param name="reject">The reason when not.</param>
    public static bool TryParse(ReadOnlySpan<byte> block, out GuestTimebase timebase, out Reject reject)
    {
        timebase = default;
        if (block.Length < Bytes)
        {
            reject = new Reject(RejectCode.FrameTiming, (ulong)block.Length, Bytes);
            return false;
        }

        if (!block.StartsWith(Magic) || Wire.U16(block, 4) == 0)
        {
            reject = new Reject(RejectCode.FrameTiming, Wire.U32(block, 0), Wire.U32(Magic, 0));
            return false;
        }

        var resolution = Wire.U32(block, ResolutionOffset);
        if (resolution is 0 or > MaxResolutionNs)
        {
            reject = new Reject(RejectCode.FrameTiming, resolution, MaxResolutionNs);
            return false;
        }

        var kind = (GuestTimebaseKind)block[KindOffset];
        timebase = new GuestTimebase(
            kind <= GuestTimebaseKind.WindowsPerformanceCounter ? kind : GuestTimebaseKind.Unknown, resolution, BinaryPrimitives.ReadUInt128LittleEndian(block[MachineOffset..]));
        reject = Reject.None;
        return true;
    }

    /// <summary>Producer side: writes a block without any time yet into private memory.</summary>
    /// <param name="block">At least <see cref="Bytes"/> bytes.</param>
    /// <param name="timebase">The producer's clock.</param>
    public static void Write(Span<byte> block, in GuestTimebase timebase)
    {
        block = block[..Bytes];
        block.Clear();
        Magic.CopyTo(block);
        Wire.U16(block, 4, Version);
        block[KindOffset] = (byte)timebase.Kind;
        Wire.U32(block, ResolutionOffset, Math.Clamp(timebase.ResolutionNs, 1, MaxResolutionNs));
        BinaryPrimitives.WriteUInt128LittleEndian(block[MachineOffset..], timebase.Machine);
    }
}
