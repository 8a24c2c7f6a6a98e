using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Upload;

/// <summary>The renderer as the feed sees it. Every member runs on the feed thread; none blocks, and none allocates while the format stays.</summary>
internal sealed class FeedSink(UploadRing ring, CursorMailbox cursor, Action<LoopRequest> request) : IFrameSink
{
    private RelayStatus? _status;

    /// <summary>The latest status; any thread.</summary>
    public RelayStatus? Status => Volatile.Read(ref _status);

    /// <inheritdoc/>
    public bool TryLend(in FrameHeader frame, out FrameSlot? slot) => ring.TryLend(frame, out slot);

    /// <inheritdoc/>
    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times) => ring.Publish(slot, frame, damage, times);

    /// <inheritdoc/>
    public void Abandon(FrameSlot slot) => ring.Abandon(slot);

    /// <inheritdoc/>
    public void UpdateCursor(in CursorUpdate cursorUpdate, ReadOnlySpan<byte> shape)
    {
        if (cursor.Update(cursorUpdate, shape))
        {
            request(LoopRequest.Cursor);
        }
    }

    /// <inheritdoc/>
    public void UpdateStatus(RelayStatus status)
    {
        Volatile.Write(ref _status, status);
        request(LoopRequest.Status);
    }
}
