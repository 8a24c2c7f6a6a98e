using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>
/// Where the feed puts pictures: the renderer's upload ring, or plain memory in tests and recorders. Every member is called on
/// the feed thread, must not block and must not allocate in steady state.
/// </summary>
public interface IFrameSink
{
    /// <summary>The way without a copy, where the sink has one; the same object for the sink's whole life.</summary>
    IDirectFrames? Direct => null;

    /// <summary>
    /// Lends a slot to fill with a frame of this format. A slot keeps its content between lends; its
    /// <see cref="FrameSlot.Stale"/> list says what must be refreshed. Returns false when none is free: the frame is dropped and counted.
    /// </summary>
    bool TryLend(in FrameHeader frame, out FrameSlot? slot);

    /// <summary>Hands back a filled slot. <paramref name="damage"/> is what changed since the previous published frame; latest wins.</summary>
    void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times);

    /// <summary>Hands back a slot whose content is undefined: the copy failed or was torn.</summary>
    void Abandon(FrameSlot slot);

    /// <summary>A pointer message. <paramref name="shape"/> is a private copy, valid during the call only; empty without shape.</summary>
    void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape);

    /// <summary>The relay's state changed. The snapshot is immutable and may be kept. Not called per frame.</summary>
    void UpdateStatus(RelayStatus status);
}
