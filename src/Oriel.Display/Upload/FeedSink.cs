using Oriel.Display.Upload.Direct;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Upload;

/// <summary>The renderer as the feed sees it. Every member runs on the feed thread; none blocks, and none allocates while the format stays.</summary>
internal sealed class FeedSink : IFrameSink
{
    private readonly UploadRing _ring;
    private readonly CursorMailbox _cursor;
    private readonly Action<LoopRequest> _request;
    private RelayStatus? _status;
    private bool _hasFrame;
    private bool _isCurrent;

    public FeedSink(UploadRing ring, CursorMailbox cursor, Action<LoopRequest> request, DirectPath? direct = null)
    {
        (_ring, _cursor, _request) = (ring, cursor, request);
        Direct = direct;
        if (direct is not null)
        {
            direct.FramePublished = TakeFrame;
        }
    }

    /// <summary>The latest status; any thread.</summary>
    public RelayStatus? Status => Volatile.Read(ref _status);

    /// <summary>The session lives and has delivered a frame; any thread. A writer that never told a status counts as alive.</summary>
    public bool IsCurrent => Volatile.Read(ref _isCurrent);

    /// <inheritdoc/>
    public IDirectFrames? Direct { get; }

    /// <inheritdoc/>
    public bool TryLend(in FrameHeader frame, out FrameSlot? slot) => _ring.TryLend(frame, out slot);

    /// <inheritdoc/>
    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        _ring.Publish(slot, frame, damage, times);
        TakeFrame();
    }

    /// <inheritdoc/>
    public void Abandon(FrameSlot slot) => _ring.Abandon(slot);

    /// <inheritdoc/>
    public void UpdateCursor(in CursorUpdate cursorUpdate, ReadOnlySpan<byte> shape)
    {
        if (_cursor.Update(cursorUpdate, shape))
        {
            _request(LoopRequest.Cursor);
        }
    }

    /// <inheritdoc/>
    public void UpdateStatus(RelayStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        Volatile.Write(ref _status, status);
        _hasFrame &= status.State == RelayState.Live;
        UpdateCurrent();
        _request(LoopRequest.Status);
    }

    private void TakeFrame()
    {
        _hasFrame = true;
        UpdateCurrent();
    }

    // Behind the mailbox: who reads that it is current finds the frame there, or has taken it already.
    private void UpdateCurrent()
    {
        var isCurrent = _hasFrame && (_status is null || _status.State == RelayState.Live);
        if (isCurrent != _isCurrent)
        {
            Volatile.Write(ref _isCurrent, isCurrent);
            // Only to be looked at again: if nothing else is shown for it, nothing is drawn.
            _request(LoopRequest.Frame);
        }
    }
}
