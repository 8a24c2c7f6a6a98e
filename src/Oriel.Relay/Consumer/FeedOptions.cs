namespace Oriel.Relay.Consumer;

/// <summary>Settings of a <see cref="FeedLoop"/>. Durations are wall time.</summary>
public sealed record FeedOptions
{
    /// <summary>File path, device path, <c>kvmfrN</c> or <c>pci:N</c> (see <see cref="Memory.Region.Open"/>).</summary>
    public required string Source { get; init; }

    /// <summary>How long a started copy may wait for the write pointer. Less than the second after which producers drop a slow consumer.</summary>
    public TimeSpan WritePointerTimeout { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a missing region is looked for again, and how long a refused session rests. What lies in an open region is looked at every 10 ms.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest sleep between two looks at the queues while the cursor moves, and half of that while only a steady picture does. Where a doorbell rings nobody looks without need.</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The doorbell to be rung by; null = that of the region's own device, if it has one. Its event must outlive the feed.</summary>
    public Memory.IvshmemDoorbell? Doorbell { get; init; }

    /// <summary>Deliver every pending frame in order instead of the newest only: for recorders and tests, which want all of them.</summary>
    public bool KeepAll { get; init; }
}
