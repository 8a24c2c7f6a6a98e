namespace Oriel.Relay;

/// <summary>Environment errors of this room (ORL2xx).</summary>
public static partial class RelayErrors
{
    /// <summary>An exception reached the top of the feed thread.</summary>
    public static readonly ErrorCode FeedFailed = new("ORL201", "the feed stopped unexpectedly", 1);
}
