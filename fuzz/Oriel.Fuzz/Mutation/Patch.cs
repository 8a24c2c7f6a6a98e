using System.Buffers.Binary;
using Oriel.Memory;

namespace Oriel.Fuzz.Mutation;

/// <summary>One little-endian store into a region: the only thing a hostile guest ever does to the shared memory.</summary>
/// <param name="Offset">Absolute offset.</param>
/// <param name="Value">Value, cut to <paramref name="Bytes"/>.</param>
/// <param name="Bytes">1, 2, 4 or 8.</param>
public readonly record struct Patch(ulong Offset, ulong Value, int Bytes)
{
    /// <summary>True when the store lies inside a region of this size.</summary>
    public bool Fits(ulong regionBytes) => Offset <= regionBytes && (ulong)Bytes <= regionBytes - Offset;

    /// <summary>Stores into a private image. Stores outside are dropped, as the guest's own would fault.</summary>
    public void Apply(Span<byte> image)
    {
        if (Fits((ulong)image.Length))
        {
            Write(image.Slice((int)Offset, Bytes));
        }
    }

    /// <summary>Stores into a live region, as one atomic store where size and alignment allow it.</summary>
    public void Apply(Region region)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (!Fits(region.Length))
        {
            return;
        }

        switch (Bytes)
        {
            case 4 when Offset % 4 == 0:
                region.WriteUInt32(Offset, unchecked((uint)Value));
                break;
            case 8 when Offset % 8 == 0:
                region.WriteUInt64(Offset, Value);
                break;
            default:
                Span<byte> bytes = stackalloc byte[8];
                Write(bytes[..Bytes]);
                region.CopyIn(Offset, bytes[..Bytes]);
                break;
        }
    }

    /// <summary>The store that puts back what the region holds now.</summary>
    public Patch Inverse(Region region)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (!Fits(region.Length))
        {
            return this;
        }

        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        region.CopyOut(Offset, bytes[..Bytes]);
        return this with { Value = BinaryPrimitives.ReadUInt64LittleEndian(bytes) };
    }

    private void Write(Span<byte> target)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Value);
        bytes[..Bytes].CopyTo(target);
    }
}
