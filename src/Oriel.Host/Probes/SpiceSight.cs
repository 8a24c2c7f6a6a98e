namespace Oriel.Host.Probes;

/// <summary>What was found at the address of a SPICE server.</summary>
public sealed record SpiceSight
{
    /// <summary>A SPICE server answered.</summary>
    public bool IsSpice { get; set; }

    /// <summary>Why not, by name (<see cref="Spice.SpiceFailure"/>); null when one did.</summary>
    public string? Failure { get; set; }

    /// <summary>One sentence about that.</summary>
    public string Detail { get; set; } = "";

    /// <summary>Channels it lists; null when it was not asked for them.</summary>
    public string[]? Channels { get; set; }
}
