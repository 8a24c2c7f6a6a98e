namespace Oriel.Cli.Configuration;

/// <summary>
/// One row of the table of settings. A row either is an option of the command line (<see cref="Option"/>, whose description and default are said there), becomes one after its value
/// is translated (<see cref="Translation"/> says how), or is answered with a reason (<see cref="Answer"/>).
/// </summary>
/// <param name="Name">Section and name in the file, <c>section:name</c>; compared without regard to case.</param>
internal sealed record ViewerSetting(string Name)
{
    /// <summary>Names it had before.</summary>
    public IReadOnlyList<string> OldNames { get; init; } = [];

    /// <summary>The existing viewer's short option; null = none.</summary>
    public char? Short { get; init; }

    /// <summary>What its value is.</summary>
    public SettingKind Kind { get; init; }

    /// <summary>Where the name comes from.</summary>
    public SettingOrigin Origin { get; init; } = SettingOrigin.Both;

    /// <summary>The existing viewer's default (B7 and HEAD where they differ); null for a setting it does not have.</summary>
    public string? ExistingDefault { get; init; }

    /// <summary>The command line's option, <c>--name</c>, that it sets; null = none by itself.</summary>
    public string? Option { get; init; }

    /// <summary>The option says the opposite: <c>--no-audio</c> for <c>spice:audio</c>.</summary>
    public bool IsInverse { get; init; }

    /// <summary>It is not the option's own name but one whose value is translated.</summary>
    public bool IsTranslated => Translation is not null;

    /// <summary>How the value is translated, for people; null when it is taken as it is.</summary>
    public string? Translation { get; init; }

    /// <summary>Makes of its value the option's; a null result leaves the option at its default. Null = by <see cref="Kind"/> alone.</summary>
    public Func<string, string?>? Convert { get; init; }

    /// <summary>Why it does nothing here, and what to use instead; null for a setting that does something.</summary>
    public string? Answer { get; init; }

    /// <summary>Says something about one VM: an answer for all of them does not count for a VM that is asked for by name.</summary>
    public bool IsOfOneMachine { get; init; }

    /// <summary>An environment variable that says the same, and counts for more than the files at the usual places.</summary>
    public string? Environment { get; init; }

    /// <summary>It says what the option is to be only together with others (<see cref="SettingJoints"/>).</summary>
    public bool IsJoint { get; init; }

    /// <summary>Several values, with blanks between them.</summary>
    public bool IsList { get; init; }

    /// <summary>The section.</summary>
    public string Section => Name[..Name.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>The name within its section.</summary>
    public string Key => Name[(Section.Length + 1)..];

    /// <summary>The value of a yes or no, as the existing viewer reads it: everything but four words is no.</summary>
    public static bool IsYes(string value) => value.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    /// <summary>The value is one of the usual spellings of no.</summary>
    public static bool IsNo(string value) => value.ToUpperInvariant() is "0" or "OFF" or "NO" or "FALSE" or "";
}
