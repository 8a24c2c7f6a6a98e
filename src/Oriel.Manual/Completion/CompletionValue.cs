using System.CommandLine;
using System.CommandLine.Completions;

namespace Oriel.Manual.Completion;

/// <summary>A value of an option or argument, as a shell completes it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Words">The words, where it is one of some.</param>
/// <param name="Name">What stands for it in help texts.</param>
internal sealed record CompletionValue(ValueKind Kind, IReadOnlyList<string> Words, string Name)
{
    /// <summary>The value of an option.</summary>
    public static CompletionValue Of(Option option, string name) => Of(option.GetCompletions(CompletionContext.Empty), option.ValueType, name);

    /// <summary>The value of an argument.</summary>
    public static CompletionValue Of(Argument argument) => Of(argument.GetCompletions(CompletionContext.Empty), argument.ValueType, argument.HelpName ?? argument.Name);

    // The library offers the members of an enumeration as they are called in the source; only words that were given on purpose are wanted.
    private static CompletionValue Of(IEnumerable<CompletionItem> items, Type type, string name)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var words = items.Select(item => item.Label).Where(IsPlain).Order(StringComparer.Ordinal).ToList();
        if (words.Count > 0 && !(plain == typeof(bool)) && (!plain.IsEnum || name.Split('|').Order(StringComparer.Ordinal).SequenceEqual(words)))
        {
            return new(ValueKind.Words, name.Contains('|', StringComparison.Ordinal) ? name.Split('|') : words, name);
        }

        return new(KindOf(name), [], name);
    }

    // The names that stand for values are the programs' own, and used the same everywhere.
    private static ValueKind KindOf(string name)
    {
        var parts = name.Split(['|', '[', ']', ':', ' '], StringSplitOptions.RemoveEmptyEntries);
        return Has("FILE", "FILE.png", "FILE.xml", "FILE.iso", "DEVICE", "PATH", "SOURCE", "SOCKET") || parts.Any(part => part.StartsWith("FILE.", StringComparison.Ordinal)) ? ValueKind.File
            : Has("FOLDER", "DIR") ? ValueKind.Folder
            : Has("MACHINE", "DOMAIN", "VM", "UUID") ? ValueKind.Machine
            : ValueKind.Text;
        bool Has(params string[] names) => parts.Any(part => names.Contains(part, StringComparer.Ordinal));
    }

    // What needs quoting in one of the shells is typed by hand.
    private static bool IsPlain(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':' or '.' or '/' or '+' or ',');
}
