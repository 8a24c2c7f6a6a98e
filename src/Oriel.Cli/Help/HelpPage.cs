using System.CommandLine;

namespace Oriel.Cli.Help;

/// <summary>Options that belong together in a help text.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Options">In order.</param>
internal sealed record HelpGroup(string Title, IReadOnlyList<Option> Options);

/// <summary>The help text of a command with many options, as data.</summary>
internal sealed record HelpPage
{
    /// <summary>Usage lines, without the program's name.</summary>
    public required IReadOnlyList<string> Usage { get; init; }

    /// <summary>Examples: the command line and what it does.</summary>
    public required IReadOnlyList<(string Line, string Meaning)> Examples { get; init; }

    /// <summary>Groups of options.</summary>
    public required IReadOnlyList<HelpGroup> Groups { get; init; }

    /// <summary>Paragraphs after the options: heading and rows of two columns.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<(string Left, string Right)> Rows)> Notes { get; init; } = [];
}
