using Oriel.Cli.Input;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.View;

/// <summary>
/// Passes everything on to the renderer and lets the window role see the status, the pointer's place and what the guest wishes of the desktop too. For the feed thread; posts when something changed only.
/// </summary>
internal sealed class StatusTap : IFrameSink
{
    private readonly IFrameSink _sink;
    private readonly ViewerMailbox? _mail;
    private readonly GuestPointer _pointer;
    private bool _isAwake;

    /// <summary>Makes one in front of a sink; without a mailbox only the pointer is looked at.</summary>
    public StatusTap(IFrameSink sink, ViewerMailbox? mail, GuestPointer pointer)
    {
        (_sink, _mail, _pointer) = (sink, mail, pointer);
        Direct = sink.Direct is { } direct ? new DirectTap(direct, this) : null;
    }

    /// <inheritdoc/>
    public IDirectFrames? Direct { get; }

    /// <inheritdoc/>
    public bool TryLend(in FrameHeader frame, out FrameSlot? slot) => _sink.TryLend(frame, out slot);

    /// <inheritdoc/>
    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        _sink.Publish(slot, frame, damage, times);
        LookAt(frame);
    }

    /// <inheritdoc/>
    public void Abandon(FrameSlot slot) => _sink.Abandon(slot);

    /// <inheritdoc/>
    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        _sink.UpdateCursor(cursor, shape);
        _pointer.Update(cursor);
    }

    /// <inheritdoc/>
    public void UpdateStatus(RelayStatus status)
    {
        _sink.UpdateStatus(status);
        if (status.State != RelayState.Live)
        {
            _pointer.Forget();

            // A guest that is gone keeps nobody awake.
            Tell(isAwake: false);
        }

        _mail?.PostStatus(status);
    }

    private void LookAt(in FrameHeader frame)
    {
        Tell((frame.Flags & FrameFlags.BlockScreensaver) != 0);
        if ((frame.Flags & FrameFlags.RequestActivation) != 0)
        {
            _mail?.PostActivation();
        }
    }

    private void Tell(bool isAwake)
    {
        if (_isAwake != isAwake)
        {
            _isAwake = isAwake;
            _mail?.PostAwake(isAwake);
        }
    }

    /// <summary>The same for frames that are read where they lie.</summary>
    private sealed class DirectTap(IDirectFrames direct, StatusTap tap) : IDirectFrames
    {
        public DirectProgress Progress => direct.Progress;

        public FrameSlot? Proof => direct.Proof;

        public bool IsReadyFor(Region region, in FrameHeader frame) => direct.IsReadyFor(region, frame);

        public bool TryBegin(Region region, in FrameHeader frame, DamageList damage) => direct.TryBegin(region, frame, damage);

        public void Publish(in FrameHeader frame, in FrameTimes times)
        {
            direct.Publish(frame, times);
            tap.LookAt(frame);
        }

        public void Abandon(DirectFailure failure) => direct.Abandon(failure);

        public void Forget() => direct.Forget();

        public void Attach(Action wake) => direct.Attach(wake);
    }
}
