namespace Oriel.Relay.Consumer;

/// <summary>Settings of a <see cref="FeedLoop"/>. Durations are wall time.</summary>
public sealed record FeedOptions
{
    /// <summary>File path, device path, <c>kvmfrN</c> or <c>pci:N</c> (see <see cref="Memory.Region.Open"/>).</summary>
    public required string Source { get; init; }

    /// <summary>How long a started copy may wait for the write pointer.</summary>
    public TimeSpan WritePointerTimeout { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a missing region or producer is looked for again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest sleep between two looks at the queues while frames flow.</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMilliseconds(1);
}
