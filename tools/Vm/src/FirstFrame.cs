using System.Diagnostics;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Vm;

/// <summary>Finds out when the first frame arrives in shared memory; takes none.</summary>
internal sealed class FirstFrame : IFrameSink, IDisposable
{
    private readonly TaskCompletionSource<long> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FeedLoop _feed;

    public FirstFrame(string region)
    {
        _feed = new FeedLoop(new FeedOptions { Source = region, RetryInterval = TimeSpan.FromMilliseconds(20) }, this);
        _feed.Start();
    }

    /// <summary>Its time (Stopwatch).</summary>
    public Task<long> Seen => _seen.Task;

    public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
    {
        _seen.TrySetResult(Stopwatch.GetTimestamp());
        slot = null;
        return false;
    }

    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        // Nothing is ever lent.
    }

    public void Abandon(FrameSlot slot)
    {
        // Nothing is ever lent.
    }

    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        // Not looked at.
    }

    public void UpdateStatus(RelayStatus status)
    {
        // Not looked at.
    }

    public void Dispose() => _feed.Dispose();
}
