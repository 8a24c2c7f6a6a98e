namespace Oriel.Relay.Inspection;

/// <summary>
/// Which buffer a frame lies in, and how many there are. Neither number stands in the memory; both follow from how producers lay it out
/// (kvmfr.md section 3): equal buffers side by side, filling the rest of the memory, two of them or, with owner queues, three. Good for every known producer; a guess all the same.
/// </summary>
internal static class FrameBufferGuess
{
    private const ulong MaxBuffers = 16;

    /// <summary>Fills in the buffer index of each good frame and tells the number of buffers; null without a good frame.</summary>
    public static (ulong Align, int Buffers)? Apply(List<InspectedMessage> messages, ulong regionBytes, bool ownerQueues)
    {
        var frames = messages.OfType<InspectedFrame>().Where(f => f.Refused is null && f.PayloadSize > 0).ToList();
        if (frames.Count == 0)
        {
            return null;
        }

        ulong size = frames[0].PayloadSize;
        ulong lowest = frames.Min(f => f.PayloadOffset);
        if (frames.Any(f => f.PayloadSize != size || (f.PayloadOffset - lowest) % size != 0))
        {
            return null;
        }

        var least = ownerQueues ? 3UL : 2;
        var above = (regionBytes - lowest) / size;
        var buffers = Math.Max(above, least);
        if (buffers > MaxBuffers)
        {
            return null;
        }

        var missing = buffers - above;
        var first = missing * size <= lowest ? lowest - (missing * size) : lowest;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is InspectedFrame { Refused: null } frame)
            {
                messages[i] = frame with { BufferIndex = (int)((frame.PayloadOffset - first) / size) };
            }
        }

        return (frames[0].FrameBufferOffset!.Value + 4UL, (int)buffers);
    }
}
