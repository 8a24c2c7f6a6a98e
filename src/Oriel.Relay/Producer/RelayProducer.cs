using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <summary>How a publication ended.</summary>
public enum PublishOutcome
{
    /// <summary>Posted and filled.</summary>
    Published,

    /// <summary>Nobody is subscribed; nothing was copied.</summary>
    NoSubscriber,

    /// <summary>Both buffers are still held; try again after the next tick.</summary>
    Busy,

    /// <summary>The session was lost (memory wiped, lock stuck, region shrank); call <see cref="RelayProducer.Restart"/>.</summary>
    SessionLost,
}

/// <summary>
/// One producer in a region: session, heartbeat, queues, frame buffers (lgmp.md sections 5 and 6, kvmfr.md section 3). Frames may be published on one
/// thread, cursors on another and <see cref="Tick"/> called on a third.
/// </summary>
public sealed partial class RelayProducer : IDisposable
{
    /// <summary>Writes a new session into the region. Throws <see cref="OrielException"/> when the region is too small or not writable.</summary>
    public RelayProducer(Region region, ProducerOptions options) => throw new NotImplementedException();

    /// <summary>Largest frame one buffer holds, bytes (rows * pitch).</summary>
    public ulong MaxFrameBytes => throw new NotImplementedException();

    /// <summary>True when a consumer is subscribed to frames or pointer (kvmfr.md section 11: without one, stop capturing).</summary>
    public bool HasSubscribers => throw new NotImplementedException();

    /// <summary>Runs the 10 ms work: heartbeat, expiry of slow consumers, client messages (raised by <paramref name="control"/> and acknowledged).
    /// Returns false when the session is lost.</summary>
    public bool Tick(IControlHandler? control) => throw new NotImplementedException();

    /// <summary>True once after somebody subscribed to frames: publish the current picture again in full.</summary>
    public bool TakeNewFrameSubscribers() => throw new NotImplementedException();

    /// <summary>True once after somebody subscribed to the pointer queue. The producer itself repeats the last cursor; for information only.</summary>
    public bool TakeNewPointerSubscribers() => throw new NotImplementedException();

    /// <summary>
    /// Publishes one frame: header, write pointer 0, post, then the pixels behind the write pointer. <paramref name="damage"/> is what changed since the
    /// last frame handed in with outcome Published; the producer keeps per-buffer lists and copies only what each buffer lacks.
    /// </summary>
    public PublishOutcome Publish(in FrameDescription frame, PixelBuffer source, nuint sourceOffset, uint sourcePitchBytes, DamageList damage) =>
        throw new NotImplementedException();

    /// <summary>Posts the last frame again with its serial, for a new subscriber. <see cref="PublishOutcome.Busy"/> when its buffer is still in the ring.</summary>
    public PublishOutcome Repeat() => throw new NotImplementedException();

    /// <summary>Publishes position, visibility and, when <paramref name="shape"/> is not empty, a new shape. Offsets in <paramref name="cursor"/> are ignored.</summary>
    public PublishOutcome PublishCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape) => throw new NotImplementedException();

    /// <summary>Starts a new session in the same region after <see cref="PublishOutcome.SessionLost"/>.</summary>
    public void Restart() => throw new NotImplementedException();

    /// <summary>Forgets the region without wiping it: like a producer that ends. The region itself stays open.</summary>
    public void Dispose() => throw new NotImplementedException();
}

/// <summary>Receives what consumers ask for (kvmfr.md section 8). Called on the thread that ticks.</summary>
public interface IControlHandler
{
    /// <summary>Move the cursor; guest desktop pixels.</summary>
    void SetCursorPosition(int x, int y);

    /// <summary>Change the mode to this window size.</summary>
    void SetWindowSize(uint width, uint height);
}
