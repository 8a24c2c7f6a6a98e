using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Oriel.Cli.Help;

/// <summary>
/// Prints help: commands that have a <see cref="HelpPage"/> as that says, with grouped options and examples; the others in the library's form.
/// Always 100 columns, so that the text is the same in a pipe and in a test.
/// </summary>
internal sealed class HelpWriter : SynchronousCommandLineAction
{
    private const int Width = 100;
    private const int Indent = 2;
    private const int MostLeft = 34;
    private readonly HelpAction _plain = new() { MaxWidth = Width };
    private readonly Dictionary<Command, HelpPage> _pages = [];

    /// <summary>Puts this in place of the root command's help.</summary>
    public static HelpWriter Install(RootCommand root)
    {
        var writer = new HelpWriter();
        root.Options.OfType<HelpOption>().Single().Action = writer;
        return writer;
    }

    /// <summary>Gives a command its page.</summary>
    public void Add(Command command, HelpPage page) => _pages.Add(command, page);

    /// <summary>The page of a command; null for one in the library's form.</summary>
    public HelpPage? PageOf(Command command) => _pages.GetValueOrDefault(command);

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        if (!_pages.TryGetValue(command, out var page))
        {
            return _plain.Invoke(parseResult);
        }

        Write(parseResult.InvocationConfiguration.Output, command, page);
        return ExitCodes.Success;
    }

    /// <summary>Breaks a text into lines of at most so many columns, at spaces.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return line;
                    line = word;
                }
                else
                {
                    line = line.Length == 0 ? word : line + " " + word;
                }
            }

            yield return line;
        }
    }

    private static void Write(TextWriter output, Command command, HelpPage page)
    {
        foreach (var line in Wrap(command.Description ?? "", Width))
        {
            output.WriteLine(line);
        }

        WriteTitle(output, "Usage");
        foreach (var usage in page.Usage)
        {
            output.WriteLine($"  oriel {usage}");
        }

        WriteTitle(output, "Examples");
        WriteRows(output, page.Examples);
        if (command.Subcommands.Any(c => !c.Hidden))
        {
            WriteTitle(output, "Commands (each has its own --help)");
            WriteRows(output, [.. command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, FirstSentence(c.Description)))]);
        }

        foreach (var group in page.Groups)
        {
            WriteTitle(output, group.Title);
            WriteRows(output, [.. group.Options.Select(o => (Left(o), o.Description ?? ""))]);
        }

        foreach (var (title, rows) in page.Notes)
        {
            WriteTitle(output, title);
            WriteRows(output, rows);
        }
    }

    private static void WriteTitle(TextWriter output, string title)
    {
        output.WriteLine();
        output.WriteLine(title + ":");
    }

    private static void WriteRows(TextWriter output, IReadOnlyList<(string Left, string Right)> rows)
    {
        var left = Math.Min(MostLeft, rows.Max(row => row.Left.Length));
        var pad = new string(' ', Indent + left + 2);
        foreach (var row in rows)
        {
            var first = new string(' ', Indent) + row.Left.PadRight(left) + "  ";
            if (row.Left.Length > left)
            {
                output.WriteLine(first.TrimEnd());
                first = pad;
            }

            foreach (var line in Wrap(row.Right, Width - pad.Length))
            {
                output.WriteLine((first + line).TrimEnd());
                first = pad;
            }
        }
    }

    // "-f, --region FILE": short names first, as users look for them.
    private static string Left(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(n => n.Length > 2));
        return option.HelpName is { } value && option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool) ? $"{names} {value}" : names;
    }

    private static string FirstSentence(string? text)
    {
        var end = (text ?? "").IndexOfAny(['.', '\n']);
        return end < 0 ? text ?? "" : text![..end];
    }
}
