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

    /// <summary>Longest sleep between two looks at the queues while frames flow.</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How the feed waits; it is disposed with the feed. Null = by the clock.</summary>
    public IWakeup? Wakeup { get; init; }

    /// <summary>Deliver every pending frame in order instead of the newest only: for recorders and tests, which want all of them.</summary>
    public bool KeepAll { get; init; }
}
