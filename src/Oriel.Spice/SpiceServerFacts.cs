namespace Oriel.Spice;

/// <summary>What was found at a server's address.</summary>
public sealed record SpiceServerFacts
{
    /// <summary>Why there is no answer of use; null when a SPICE server answered as it should.</summary>
    public SpiceFailure? Failure { get; init; }

    /// <summary>One sentence about the failure, without a full stop; empty without.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Channel types it lists; null when it was not asked.</summary>
    public IReadOnlyList<ChannelType>? Channels { get; init; }
}
