using System.CommandLine;
using Oriel.Manual.Pages;

namespace Oriel.Manual;

/// <summary>What is known of a command beyond its tree.</summary>
/// <param name="Usage">Lines of use without the program's name; what follows two spaces is an explanation.</param>
/// <param name="Examples">Command lines and what they do.</param>
/// <param name="Groups">Options by subject; options in no group follow.</param>
/// <param name="Notes">Sections after the options.</param>
public sealed record CommandWords(
    IReadOnlyList<string> Usage,
    IReadOnlyList<(string Line, string Meaning)> Examples,
    IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> Groups,
    IReadOnlyList<PageSection> Notes);
