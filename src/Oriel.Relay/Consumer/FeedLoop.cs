namespace Oriel.Relay.Consumer;

/// <summary>
/// Owns the feed thread: opens the region, attaches to whatever producer lives in it, follows frames and cursor, and
/// starts over when the session, the region or the guest goes away. Never gives up and never throws at its owner after <see cref="Start"/>.
/// </summary>
public sealed partial class FeedLoop : IDisposable
{
    /// <summary>Prepares a feed; nothing is opened yet.</summary>
    public FeedLoop(FeedOptions options, IFrameSink sink) => throw new NotImplementedException();

    /// <summary>Counters, readable from any thread.</summary>
    public RelayCounters Counters => throw new NotImplementedException();

    /// <summary>The latest status, readable from any thread.</summary>
    public RelayStatus Status => throw new NotImplementedException();

    /// <summary>Managed bytes the feed thread has allocated since it became live; for the zero-allocation promise. Updated at least once a second.</summary>
    public long AllocatedBytes => throw new NotImplementedException();

    /// <summary>Starts the feed thread.</summary>
    public void Start() => throw new NotImplementedException();

    /// <summary>
    /// Asks the guest to move its cursor (kvmfr.md section 8). From any thread; false when there is no session, the feature is off, or the ring is full.
    /// </summary>
    public bool TrySendCursorPosition(int x, int y) => throw new NotImplementedException();

    /// <summary>Asks the guest to change its mode to the window's size (kvmfr.md section 8). From any thread; false as above.</summary>
    public bool TrySendWindowSize(uint width, uint height) => throw new NotImplementedException();

    /// <summary>Stops the thread within 500 ms, unsubscribes if the session is still ours, and unmaps.</summary>
    public void Dispose() => throw new NotImplementedException();
}
