using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>Compares what a device read with what the processor reads at the same place. For the first frames only. Feed thread; allocates once.</summary>
internal sealed class DirectProof
{
    private const int ChunkBytes = 16 * 1024;

    private byte[]? _chunk;

    /// <summary>True when every byte of the frame is in the slot.</summary>
    public bool Matches(Region region, in FrameHeader frame, FrameSlot read)
    {
        if (read.Buffer is not { IsDisposed: false } buffer || read.PitchBytes < frame.RowBytes)
        {
            return false;
        }

        _chunk ??= new byte[ChunkBytes];
        for (var y = 0u; y < frame.DataHeight; y++)
        {
            for (var x = 0u; x < frame.RowBytes; x += ChunkBytes)
            {
                var part = _chunk.AsSpan(0, (int)Math.Min(ChunkBytes, frame.RowBytes - x));
                region.CopyOut(frame.PixelsOffset + ((ulong)y * frame.PitchBytes) + x, part);
                if (!part.SequenceEqual(buffer.AsSpan(read.Offset + ((nuint)y * read.PitchBytes) + x, part.Length)))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
