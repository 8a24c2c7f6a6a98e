namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// The bytes of the doorbell record (docs/protocol-extensions.md section 3): where consumers with an interrupt of their own say how to be rung, and whether they sleep. Consumers write
/// into it, the producer reads; nobody trusts it. Pure: offsets and packed words; every access to the region is one aligned word.
/// </summary>
public static class DoorbellRecord
{
    /// <summary>Type of the user data record: "D".</summary>
    public const byte Type = 0x44;

    /// <summary>Bytes of the block.</summary>
    public const int Bytes = 96;

    /// <summary>Bytes of the record's data: the block and room to align it.</summary>
    public const int DataBytes = Bytes + Alignment - 1;

    /// <summary>Version written, in the low half of the word at <see cref="VersionOffset"/>; the number of slots is in its high half.</summary>
    public const uint Version = 1;

    /// <summary>Consumers that can register.</summary>
    public const int SlotCount = 16;

    /// <summary>Offset of the word with version and number of slots.</summary>
    public const int VersionOffset = 4;

    /// <summary>Offset of the word whose bit i says that the consumer in slot i sleeps, or is about to.</summary>
    public const int ArmedOffset = 8;

    /// <summary>Bits of <see cref="ArmedOffset"/> that mean a slot.</summary>
    public const uint ArmedMask = (1u << SlotCount) - 1;

    /// <summary>The magic, "OrDB", as the word at offset 0.</summary>
    public const uint Magic = 0x42_44_72_4F;

    private const int Alignment = 4;
    private const int SlotsOffset = 16;

    /// <summary>The word that stands at <see cref="VersionOffset"/>.</summary>
    public static uint VersionWord => Version | ((uint)SlotCount << 16);

    /// <summary>Where the block begins when the record's data begins here, both from the start of the user data, which itself lies on a multiple of 4.</summary>
    public static int Align(int dataOffset) => (dataOffset + Alignment - 1) / Alignment * Alignment;

    /// <summary>Offset of a slot's word in the block.</summary>
    /// <param name="slot">0 to <see cref="SlotCount"/> - 1.</param>
    public static int SlotOffset(int slot) => SlotsOffset + (slot * sizeof(uint));

    /// <summary>The word of a slot: who to ring, in one access. 0 is a free slot.</summary>
    /// <param name="peer">Number of the peer.</param>
    /// <param name="vector">Its vector, 0 to 65534.</param>
    public static uint Pack(ushort peer, ushort vector)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(vector, ushort.MaxValue);
        return ((vector + 1u) << 16) | peer;
    }

    /// <summary>Who stands in a slot; false for a free one. Any other word names some peer and vector: whether they exist is for the device to say.</summary>
    /// <param name="word">The slot's word.</param>
    /// <param name="peer">Number of the peer.</param>
    /// <param name="vector">Its vector.</param>
    public static bool TryUnpack(uint word, out ushort peer, out ushort vector)
    {
        peer = (ushort)(word & 0xFFFF);
        var above = word >> 16;
        vector = (ushort)(above == 0 ? 0 : above - 1);
        return above != 0;
    }

    /// <summary>Producer side: an empty block.</summary>
    /// <param name="block">At least <see cref="Bytes"/> bytes of private memory.</param>
    public static void Write(Span<byte> block)
    {
        block = block[..Bytes];
        block.Clear();
        Wire.U32(block, 0, Magic);
        Wire.U32(block, VersionOffset, VersionWord);
    }
}
