using Oriel.Cli.Configuration;

namespace Oriel.Cli.View;

/// <summary>Where the settings of a viewer came from, and where they may be saved.</summary>
internal sealed record ViewProfile
{
    /// <summary>Configuration files read.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What is wrong with them, for the log.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What to show over the picture at the start; null = nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>Writes changed settings; null = they cannot be saved.</summary>
    public SettingsSaver? Saver { get; init; }
}
