using Oriel.Cli.Input;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.View;

/// <summary>Passes everything on to the renderer and lets the window role see the status and the pointer's place too. For the feed thread.</summary>
internal sealed class StatusTap(IFrameSink sink, Action<RelayStatus> post, GuestPointer pointer) : IFrameSink
{
    /// <inheritdoc/>
    public IDirectFrames? Direct => sink.Direct;

    /// <inheritdoc/>
    public bool TryLend(in FrameHeader frame, out FrameSlot? slot) => sink.TryLend(frame, out slot);

    /// <inheritdoc/>
    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times) => sink.Publish(slot, frame, damage, times);

    /// <inheritdoc/>
    public void Abandon(FrameSlot slot) => sink.Abandon(slot);

    /// <inheritdoc/>
    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        sink.UpdateCursor(cursor, shape);
        pointer.Update(cursor);
    }

    /// <inheritdoc/>
    public void UpdateStatus(RelayStatus status)
    {
        sink.UpdateStatus(status);
        if (status.State != RelayState.Live)
        {
            pointer.Forget();
        }

        post(status);
    }
}
