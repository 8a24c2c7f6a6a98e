using Oriel.Memory;

namespace Oriel.Relay.Inspection;

/// <summary>Where the inspector reads from: a region, or a copy of one in private memory. There is no way to write.</summary>
internal abstract class InspectionSource
{
    /// <summary>Bytes of the image.</summary>
    public abstract ulong Length { get; }

    /// <summary>The backing store shrank; what was read since is zeros.</summary>
    public virtual bool IsFaulted => false;

    /// <summary>Copies bytes out; the range is inside.</summary>
    public abstract void CopyOut(ulong offset, Span<byte> destination);

    public uint ReadUInt32(ulong offset)
    {
        Span<byte> word = stackalloc byte[4];
        CopyOut(offset, word);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    public byte[] CopyOut(ulong offset, int count)
    {
        var copy = new byte[count];
        CopyOut(offset, copy);
        return copy;
    }

    public static InspectionSource Of(Region region) => new RegionSource(region);

    public static InspectionSource Of(ReadOnlyMemory<byte> image) => new MemorySource(image);

    private sealed class RegionSource(Region region) : InspectionSource
    {
        public override ulong Length { get; } = region.Length;

        public override bool IsFaulted => region.IsFaulted;

        public override void CopyOut(ulong offset, Span<byte> destination) => region.CopyOut(offset, destination);
    }

    private sealed class MemorySource(ReadOnlyMemory<byte> image) : InspectionSource
    {
        public override ulong Length => (ulong)image.Length;

        public override void CopyOut(ulong offset, Span<byte> destination) => image.Span.Slice((int)offset, destination.Length).CopyTo(destination);
    }
}
