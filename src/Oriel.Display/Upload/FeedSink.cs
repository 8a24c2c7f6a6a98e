using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Upload;

/// <summary>The renderer as the feed sees it. Every member runs on the feed thread; none blocks, and none allocates while the format stays.</summary>
internal sealed class FeedSink(UploadRing ring, CursorMailbox cursor, Action<LoopRequest> request) : IFrameSink
{
    private RelayStatus? _status;
    private bool _hasFrame;
    private bool _isCurrent;

    /// <summary>The latest status; any thread.</summary>
    public RelayStatus? Status => Volatile.Read(ref _status);

    /// <summary>The session lives and has delivered a frame; any thread. A writer that never told a status counts as alive.</summary>
    public bool IsCurrent => Volatile.Read(ref _isCurrent);

    /// <inheritdoc/>
    public bool TryLend(in FrameHeader frame, out FrameSlot? slot) => ring.TryLend(frame, out slot);

    /// <inheritdoc/>
    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        ring.Publish(slot, frame, damage, times);
        _hasFrame = true;
        UpdateCurrent();
    }

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
        ArgumentNullException.ThrowIfNull(status);
        Volatile.Write(ref _status, status);
        _hasFrame &= status.State == RelayState.Live;
        UpdateCurrent();
        request(LoopRequest.Status);
    }

    // Behind the mailbox: who reads that it is current finds the frame there, or has taken it already.
    private void UpdateCurrent()
    {
        var isCurrent = _hasFrame && (_status is null || _status.State == RelayState.Live);
        if (isCurrent != _isCurrent)
        {
            Volatile.Write(ref _isCurrent, isCurrent);
            // Only to be looked at again: if nothing else is shown for it, nothing is drawn.
            request(LoopRequest.Frame);
        }
    }
}
