using Oriel.Host.Checks;

namespace Oriel.Cli.Doctor;

/// <summary>What <c>oriel doctor</c> was asked for.</summary>
internal sealed record DoctorOptions
{
    /// <summary>What the user wants, for the checks.</summary>
    public required CheckOptions Checks { get; init; }

    /// <summary>Ids and groups of the checks to run; empty = all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Show what is right, too.</summary>
    public bool All { get; init; }

    /// <summary>Colours.</summary>
    public ColorChoice Color { get; init; }

    /// <summary>Folder to write a recording to.</summary>
    public string? Record { get; init; }

    /// <summary>Recording to judge instead of this machine.</summary>
    public string? System { get; init; }
}

/// <summary>When a report has colours.</summary>
internal enum ColorChoice
{
    /// <summary>On a terminal, unless NO_COLOR is set.</summary>
    Auto,

    /// <summary>Also into a pipe.</summary>
    Always,

    /// <summary>Not on a terminal either.</summary>
    Never,
}
