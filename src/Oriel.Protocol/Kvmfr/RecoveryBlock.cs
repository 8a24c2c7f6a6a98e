namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// The first two lines of the recovery block in the last 65536 bytes of a region (kvmfr.md section 9): it tells the producer's versions even
/// when the LGMP layout is unknown. Where it is present, LGMP has only the memory before it.
/// </summary>
/// <param name="LgmpVersion">LGMP version.</param>
/// <param name="KvmfrVersion">KVMFR version.</param>
/// <param name="Session">64-bit session of the block itself; not the LGMP session id.</param>
/// <param name="Heartbeat">Moves every 250 ms while the producer lives.</param>
/// <param name="IsReady">The block is completely written.</param>
/// <param name="ProducerText">Producer's build text, at most 48 bytes on the wire.</param>
public readonly record struct RecoveryBlock(uint LgmpVersion, uint KvmfrVersion, ulong Session, uint Heartbeat, bool IsReady, string ProducerText)
{
    /// <summary>Size of the block.</summary>
    public const ulong Bytes = 65536;

    /// <summary>Bytes of it that <see cref="TryParse"/> looks at: lines 0 and 1.</summary>
    public const int HeadBytes = 128;

    /// <summary>Offset of the heartbeat word in the block.</summary>
    public const int HeartbeatOffset = 48;

    private static ReadOnlySpan<byte> Magic => "KVMFRRCV"u8;

    /// <summary>Absolute offset of the block in a region of this size; false when the region is too small to have one.</summary>
    public static bool TryLocate(ulong regionBytes, out ulong offset)
    {
        offset = regionBytes > Bytes ? regionBytes - Bytes : 0;
        return regionBytes > Bytes;
    }

    /// <summary>Reads the block from a private copy of its first <see cref="HeadBytes"/> bytes; false when there is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> block, out RecoveryBlock recovery)
    {
        recovery = default;
        if (block.Length < HeadBytes || !block.StartsWith(Magic))
        {
            return false;
        }

        recovery = new RecoveryBlock(Wire.U32(block, 16), Wire.U32(block, 20), Wire.U64(block, 24), Wire.U32(block, HeartbeatOffset),
            Wire.U32(block, 60) == 1, WireText.Decode(block[64..112], 48));
        return true;
    }
}
