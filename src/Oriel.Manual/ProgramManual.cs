using System.CommandLine;
using Oriel.Manual.Pages;

namespace Oriel.Manual;

/// <summary>A program as its manual and its shell completions describe it: the command tree, and what the tree does not say.</summary>
public sealed record ProgramManual
{
    /// <summary>The program's name as users type it.</summary>
    public required string Name { get; init; }

    /// <summary>Version, for the foot of the pages.</summary>
    public required string Version { get; init; }

    /// <summary>All its commands.</summary>
    public required RootCommand Root { get; init; }

    /// <summary>What is known of a command beyond the tree; null for nothing.</summary>
    public Func<Command, CommandWords?> Words { get; init; } = _ => null;

    /// <summary>Sections at the end of the program's own page: files, environment, exit statuses.</summary>
    public IReadOnlyList<PageSection> Sections { get; init; } = [];

    /// <summary>Pages that no command stands for, such as that of a configuration file. Made when the pages are.</summary>
    public Func<IReadOnlyList<ManualPage>> MorePages { get; init; } = () => [];

    /// <summary>Pages of other programs to point to, such as <c>oriel-agent(1)</c>.</summary>
    public IReadOnlyList<string> SeeAlso { get; init; } = [];

    /// <summary>A command line that prints the names of virtual machines, one a line, quickly; null when there is none.</summary>
    public string? MachineNames { get; init; }
}
