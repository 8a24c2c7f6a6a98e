using System.CommandLine;
using System.Globalization;

namespace Oriel.Manual.Pages;

/// <summary>Takes a command's description apart: paragraphs, examples, exit statuses; and says what an option's value is called.</summary>
internal static class CommandText
{
    private const string ExamplesTitle = "Examples:";
    private const string ExitTitle = "Exit status:";
    private static readonly string[] Ends = [": ", "; ", " ("];

    /// <summary>What the page's first line says: no capital, no full stop.</summary>
    public static string Summary(string? description)
    {
        var sentence = Short(description);
        return sentence.Length > 1 && char.IsUpper(sentence[0]) && !char.IsUpper(sentence[1]) ? char.ToLowerInvariant(sentence[0]) + sentence[1..] : sentence;
    }

    /// <summary>Up to the first full stop that ends a sentence, or the first line's end; without the stop.</summary>
    public static string FirstSentence(string? description)
    {
        var line = (description ?? "").Split('\n')[0].Trim();
        var stop = line.IndexOf(". ", StringComparison.Ordinal);
        return (stop < 0 ? line : line[..stop]).TrimEnd('.');
    }

    /// <summary>The beginning of the first sentence: enough to recognise the thing in a list.</summary>
    public static string Short(string? description)
    {
        var sentence = FirstSentence(description);
        var end = Ends.Select(end => sentence.IndexOf(end, StringComparison.Ordinal)).Where(i => i > 0).DefaultIfEmpty(sentence.Length).Min();
        return sentence[..end];
    }

    /// <summary>Running text of a description.</summary>
    public static IEnumerable<string> Paragraphs(string? description) => Parts(description)
        .Where(part => !IsList(part) && !part.StartsWith(ExitTitle, StringComparison.Ordinal))
        .SelectMany(part => part.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>The lines under "Examples:".</summary>
    public static IReadOnlyList<string> Examples(string? description) => Parts(description)
        .Where(part => IsList(part) && part.StartsWith(ExamplesTitle, StringComparison.Ordinal))
        .SelectMany(Lines).ToList();

    /// <summary>Other lists, and what is said of exit statuses.</summary>
    public static IEnumerable<PageSection> Sections(string? description)
    {
        foreach (var part in Parts(description))
        {
            if (part.StartsWith(ExitTitle, StringComparison.Ordinal))
            {
                yield return new("Exit status", [new TextBlock(part[ExitTitle.Length..].Trim())]);
            }
            else if (IsList(part) && !part.StartsWith(ExamplesTitle, StringComparison.Ordinal))
            {
                yield return new(part[..part.IndexOf(':', StringComparison.Ordinal)], [new CodeBlock([.. Lines(part)])]);
            }
        }
    }

    /// <summary>The options a command understands: its own, and those of the commands above it that are for all below.</summary>
    public static IEnumerable<Option> OptionsOf(Command command)
    {
        var all = command.Options.ToList();
        for (var above = command.Parents.OfType<Command>().FirstOrDefault(); above is not null; above = above.Parents.OfType<Command>().FirstOrDefault())
        {
            all.AddRange(above.Options.Where(option => option.Recursive && !all.Contains(option)));
        }

        return all;
    }

    /// <summary>What stands for an option's value; null for one that takes none.</summary>
    public static string? ValueName(Option option) =>
        option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) || option.ValueType == typeof(bool?) ? null
        : option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    /// <summary>" (default: V)" where the text does not speak of it and the value is a number or a word.</summary>
    public static string Default(string text, object? value) =>
        text.Contains("default", StringComparison.OrdinalIgnoreCase) ? ""
        : value switch
        {
            string { Length: > 0 } word => $" (default: {word})",
            int or long or uint or ulong or double => string.Create(CultureInfo.InvariantCulture, $" (default: {value})"),
            _ => "",
        };

    private static IEnumerable<string> Parts(string? description) => (description ?? "").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsList(string part)
    {
        var lines = part.Split('\n');
        return lines.Length > 1 && lines[0].EndsWith(':') && lines.Skip(1).All(line => line.StartsWith("  ", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Lines(string part) => part.Split('\n').Skip(1).Select(line => line[2..].TrimEnd());
}
