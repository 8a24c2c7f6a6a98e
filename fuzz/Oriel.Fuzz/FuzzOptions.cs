namespace Oriel.Fuzz;

/// <summary>Options of a fuzz run.</summary>
internal sealed record FuzzOptions
{
    public required int Seed { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>How long the right picture may take to return.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Names of parsers or attacks, "parsers" or "live"; empty = everything.</summary>
    public required IReadOnlyCollection<string> Only { get; init; }

    /// <summary>Where findings are saved.</summary>
    public required string Folder { get; init; }

    /// <summary>The renderer takes part.</summary>
    public bool Renders { get; init; }

    public bool StopOnFailure { get; init; }
}
