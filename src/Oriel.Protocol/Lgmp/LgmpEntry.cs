using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Lgmp;

/// <summary>
/// One ring entry exactly as a peer wrote it (lgmp.md section 4.4): raw, nothing checked. <see cref="TryValidate"/> makes a
/// <see cref="LgmpMessage"/> of it.
/// </summary>
/// <param name="Word">The application's word; 32 bits before v12.</param>
/// <param name="Size">Claimed size of the payload's allocation, bytes.</param>
/// <param name="Offset">Claimed absolute offset of the payload.</param>
/// <param name="Pending">Bit i set = subscriber slot i has not finished with it.</param>
public readonly record struct LgmpEntry(ulong Word, uint Size, uint Offset, uint Pending)
{
    /// <summary>Largest entry of any layout, for stack buffers.</summary>
    public const int MaxBytes = 32;

    /// <summary>Reads the fields from a private copy of the entry's bytes (<see cref="LgmpEntryLayout.Bytes"/> of them).</summary>
    public static LgmpEntry Read(LgmpLayout layout, ReadOnlySpan<byte> entry)
    {
        var e = layout.Entry;
        return new LgmpEntry(
            e.WideWord ? Wire.U64(entry, 0) : Wire.U32(entry, 0), Wire.U32(entry, e.Size), Wire.U32(entry, e.Offset), Wire.U32(entry, e.Pending));
    }

    /// <summary>Writes the fields but for <see cref="Pending"/>, which a producer stores last and atomically; the rest of the entry becomes zero.</summary>
    public void Write(LgmpLayout layout, Span<byte> entry)
    {
        var e = layout.Entry;
        entry[..e.Bytes].Clear();
        if (e.WideWord)
        {
            Wire.U64(entry, 0, Word);
        }
        else
        {
            Wire.U32(entry, 0, (uint)(Word & uint.MaxValue));
        }

        Wire.U32(entry, e.Size, Size);
        Wire.U32(entry, e.Offset, Offset);
    }

    /// <summary>Checks that the payload lies behind the fixed header and inside the region, in 64-bit arithmetic.</summary>
    public bool TryValidate(LgmpLayout layout, ulong regionBytes, out LgmpMessage message, out Reject reject)
    {
        message = default;
        if (Offset < (uint)layout.HeaderBytes)
        {
            reject = new Reject(RejectCode.PayloadRange, Offset, (ulong)layout.HeaderBytes);
            return false;
        }

        if (Offset > regionBytes || Size > regionBytes - Offset)
        {
            reject = new Reject(RejectCode.PayloadRange, (ulong)Offset + Size, regionBytes);
            return false;
        }

        message = new LgmpMessage { Word = Word, Bounds = new PayloadBounds(Offset, Size, regionBytes) };
        reject = Reject.None;
        return true;
    }
}
