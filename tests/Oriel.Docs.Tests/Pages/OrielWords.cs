using System.CommandLine;
using System.Text.RegularExpressions;
using Oriel.Cli;
using Oriel.Testing;

namespace Oriel.Docs.Tests.Pages;

/// <summary>Says what is wrong with a command line of one of our own programs; null when it would be understood.</summary>
internal static partial class OrielWords
{
    private static readonly string[] s_agentSources = ["src/Oriel.Agent"];
    private static readonly Lazy<HashSet<string>> s_agentWords = new(ReadAgent);
    private static readonly Lazy<HashSet<string>> s_devWords = new(() => [.. DevCommand().Matches(Source("dev")).Select(m => m.Groups["name"].Value), "help"]);

    /// <summary>Judges a whole command line.</summary>
    /// <param name="words">The program's name first.</param>
    /// <param name="exact">False for a line in running text, where NAME, [PART] and … stand for something else.</param>
    public static string? Judge(IReadOnlyList<string> words, bool exact)
    {
        var program = words[0][(words[0].LastIndexOf('/') + 1)..];
        string[] arguments = [.. words.Skip(1)];
        return program switch
        {
            "oriel" => JudgeViewer(arguments, exact),
            "oriel-agent" => JudgeAgent(arguments),
            "dev" => arguments.Length == 0 || s_devWords.Value.Contains(arguments[0].TrimStart('-')) ? null : $"./dev has no command '{arguments[0]}'",
            _ => null,
        };
    }

    /// <summary>True when a piece of inline code is a command line of ours.</summary>
    public static bool IsOurs(string code) => OurLine().IsMatch(code);

    private static string? JudgeViewer(string[] arguments, bool exact)
    {
        var root = CommandTree.Create();
        var parsed = root.Parse(Cli.Configuration.LineWords.Rewrite(root, arguments));
        return parsed.Errors.Count == 0 ? null
            : exact ? string.Join("; ", parsed.Errors.Select(error => error.Message))
            : JudgeNames(root, arguments);
    }

    /// <summary>Each word that looks like an option must be one of the command's; the first word must be a command.</summary>
    private static string? JudgeNames(Command command, string[] arguments)
    {
        List<Option> known = [.. command.Options];
        for (var i = 0; i < arguments.Length; i++)
        {
            var word = arguments[i].Trim('[', ']').Split('=')[0];
            if (command.Subcommands.FirstOrDefault(sub => sub.Name == word || sub.Aliases.Contains(word)) is { } next)
            {
                command = next;
                known = [.. known.Where(option => option.Recursive), .. next.Options];
            }
            else if (i == 0 && PlainWord().IsMatch(word))
            {
                return $"there is no command '{word}'";
            }
            else if (word.StartsWith('-') && word.Length > 1 && !known.Exists(option => option.Name == word || option.Aliases.Contains(word)))
            {
                return $"'{command.Name}' has no option '{word}'";
            }
        }

        return null;
    }

    // The agent's Windows commands are not in its tree on Linux: the sources say what there is on either.
    private static string? JudgeAgent(string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var word = arguments[i].Trim('[', ']').Split('=')[0];
            if ((i == 0 ? PlainWord().IsMatch(word) || word.StartsWith('-') : word.StartsWith("--", StringComparison.Ordinal)) && !s_agentWords.Value.Contains(word))
            {
                return $"oriel-agent knows no '{word}'";
            }
        }

        return null;
    }

    private static HashSet<string> ReadAgent() =>
    [
        .. s_agentSources.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Executables.SourceTree, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Quoted().Matches(File.ReadAllText(file)).Select(match => match.Groups["word"].Value)),
        "--help", "--version",
    ];

    private static string Source(string path) => File.ReadAllText(Path.Combine(Executables.SourceTree, path));

    [GeneratedRegex("^(?:\\./dev|oriel|oriel-agent)(?: |$)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OurLine();

    [GeneratedRegex("^[a-z][a-z-]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlainWord();

    [GeneratedRegex("\"(?<word>-{0,2}[a-z][a-z-]*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("^cmd_(?<name>[a-z]+)\\(\\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex DevCommand();
}
