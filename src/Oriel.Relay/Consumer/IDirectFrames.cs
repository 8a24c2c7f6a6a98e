using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>
/// The part of a sink that takes frames where they lie: a device of the sink reads the region itself, and nobody copies. One frame at a time: the feed begins it when its last byte is there, the
/// sink reads into memory of its own, and only when <see cref="Progress"/> says that this is over the feed looks whether the frame was still the same, publishes it, and gives the message back to the
/// guest. Every member is called on the feed thread, must not block and must not allocate in steady state.
/// </summary>
public interface IDirectFrames
{
    /// <summary>How far the frame begun last is; meaningless before the first.</summary>
    DirectProgress Progress { get; }

    /// <summary>
    /// What was read, while that is still to be compared with what lies in the region; null once the way is trusted. Valid while <see cref="Progress"/> is <see cref="DirectProgress.Read"/>.
    /// </summary>
    FrameSlot? Proof { get; }

    /// <summary>The sink could take this frame where it lies. It may prepare something meanwhile and say no until that is done; the frame is copied then.</summary>
    bool IsReadyFor(Region region, in FrameHeader frame);

    /// <summary>Begins to read a frame whose last byte has arrived. False: it must be copied.</summary>
    /// <param name="region">Where it lies.</param>
    /// <param name="frame">The frame; the sink was ready for it.</param>
    /// <param name="damage">What changed since the previous published frame.</param>
    bool TryBegin(Region region, in FrameHeader frame, DamageList damage);

    /// <summary>What was read is the frame: it may be shown, in place of anything published before.</summary>
    void Publish(in FrameHeader frame, in FrameTimes times);

    /// <summary>What was read, or is still being read, must not be shown. After a failure other than <see cref="DirectFailure.Torn"/> the sink should not be ready again.</summary>
    void Abandon(DirectFailure failure);

    /// <summary>The session is over: forget what was prepared for its memory.</summary>
    void Forget();

    /// <summary>What to call when <see cref="Progress"/> is no longer pending. It does not block; it may be called from any thread, also when the feed has ended.</summary>
    void Attach(Action wake);
}
