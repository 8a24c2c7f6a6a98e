using System.Buffers.Binary;

namespace Oriel.Protocol.Kvmfr;

/// <summary>A cursor header exactly as a peer wrote it: nothing checked. <see cref="CursorParser"/> makes a <see cref="CursorUpdate"/> of it.</summary>
/// <param name="X">x, valid only with its flag.</param>
/// <param name="Y">y, valid only with its flag.</param>
/// <param name="Type">type, any number.</param>
/// <param name="HotspotX">hx.</param>
/// <param name="HotspotY">hy.</param>
/// <param name="Width">width.</param>
/// <param name="Height">height, stored rows.</param>
/// <param name="Pitch">pitch, bytes.</param>
/// <param name="SdrWhite">sdrWhiteLevel; 0 where the version has none.</param>
public readonly record struct RawCursorHeader(
    short X, short Y, uint Type, sbyte HotspotX, sbyte HotspotY, uint Width, uint Height, uint Pitch, uint SdrWhite)
{
    /// <summary>Reads the fields from a private copy; the caller has checked that it holds the version's whole header.</summary>
    public static RawCursorHeader Read(KvmfrVersion version, ReadOnlySpan<byte> raw) => new(
        BinaryPrimitives.ReadInt16LittleEndian(raw), BinaryPrimitives.ReadInt16LittleEndian(raw[2..]), Wire.U32(raw, 4),
        unchecked((sbyte)raw[8]), unchecked((sbyte)raw[9]), Wire.U32(raw, 12), Wire.U32(raw, 16), Wire.U32(raw, 20),
        version.CursorSdrWhite < 0 ? 0 : Wire.U32(raw, version.CursorSdrWhite));
}
