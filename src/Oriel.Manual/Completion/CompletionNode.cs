using System.CommandLine;
using System.CommandLine.Help;
using Oriel.Manual.Pages;

namespace Oriel.Manual.Completion;

/// <summary>A command, as a shell completes it.</summary>
/// <param name="Path">The words after the program's name that lead to it; empty for the program alone.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Options">Its options.</param>
/// <param name="Arguments">Its arguments, in order.</param>
/// <param name="IsOpenEnded">The last argument may be given more than once.</param>
/// <param name="Commands">Commands below it.</param>
internal sealed record CompletionNode(
    string Path, string Meaning, IReadOnlyList<CompletionOption> Options, IReadOnlyList<CompletionValue> Arguments, bool IsOpenEnded, IReadOnlyList<CompletionNode> Commands)
{
    /// <summary>This and everything below.</summary>
    public IEnumerable<CompletionNode> All => [this, .. Commands.SelectMany(command => command.All)];

    /// <summary>Last word of the path.</summary>
    public string Name => Path[(Path.LastIndexOf(' ') + 1)..];

    /// <summary>The tree of a program.</summary>
    public static CompletionNode Of(Command command, string path = "") => new(
        path,
        Sentence(command.Description),
        [.. CommandText.OptionsOf(command).Where(option => !option.Hidden).Select(Of)],
        [.. command.Arguments.Where(argument => !argument.Hidden).Select(CompletionValue.Of)],
        command.Arguments.LastOrDefault()?.Arity.MaximumNumberOfValues > 1,
        [.. command.Subcommands.Where(below => !below.Hidden).Select(below => Of(below, path.Length == 0 ? below.Name : $"{path} {below.Name}"))]);

    // A terminal's line beside the name.
    private static string Sentence(string? description) => CommandText.FirstSentence(description) is { Length: <= 72 } sentence ? sentence : CommandText.Short(description);

    private static CompletionOption Of(Option option) => new(
        // "/?" and "/h" are the library's idea of Windows.
        [.. option.Aliases.Append(option.Name).Where(name => name.StartsWith('-') && name != "-?").OrderBy(name => name.Length > 2).ThenBy(name => name, StringComparer.Ordinal)],
        option is HelpOption ? "Show help" : Sentence(option.Description),
        CommandText.ValueName(option) is { } name ? CompletionValue.Of(option, name) : null);
}
