using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;

namespace Oriel.Manual.Pages;

/// <summary>The pages of a program: one of its own, and one for each of its commands with the commands below it.</summary>
internal static class PageSet
{
    /// <summary>All pages.</summary>
    public static IReadOnlyList<ManualPage> Of(ProgramManual program)
    {
        var commands = Visible(program.Root).ToList();
        return [Root(program, commands), .. commands.Select(command => Of(program, command)), .. program.MorePages()];
    }

    private static IEnumerable<Command> Visible(Command command) => command.Subcommands.Where(c => !c.Hidden);

    private static ManualPage Root(ProgramManual program, List<Command> commands)
    {
        var sections = Common(program, program.Root, program.Name);
        var list = commands.Select(command => new EntryBlock(
            [new($"{program.Name}-{command.Name}", TermKind.Literal), new("(1)", TermKind.Plain)], CommandText.FirstSentence(command.Description)));
        sections.Insert(Math.Min(2, sections.Count), new("Commands", [.. list]));
        sections.AddRange(program.Sections);
        sections.Add(SeeAlso([.. commands.Select(command => $"{program.Name}-{command.Name}(1)"), .. program.MorePages().Select(page => $"{page.Name}({page.Section})"), .. program.SeeAlso]));
        return new(program.Name, 1, CommandText.Summary(program.Root.Description), sections);
    }

    private static ManualPage Of(ProgramManual program, Command command)
    {
        var sections = Common(program, command, $"{program.Name} {command.Name}");
        var below = new List<PageBlock>();
        AddBelow(program, command, $"{program.Name} {command.Name}", below);
        if (below.Count > 0)
        {
            sections.Insert(Math.Min(2, sections.Count), new("Commands", below));
        }

        sections.Add(SeeAlso([$"{program.Name}(1)", .. program.MorePages().Select(page => $"{page.Name}({page.Section})"), .. program.SeeAlso]));
        return new($"{program.Name}-{command.Name}", 1, CommandText.Summary(command.Description), sections);
    }

    private static void AddBelow(ProgramManual program, Command command, string path, List<PageBlock> blocks)
    {
        foreach (var sub in Visible(command))
        {
            var name = $"{path} {sub.Name}";
            blocks.Add(new HeadingBlock(name));
            blocks.AddRange(Synopsis(program, sub, name));
            blocks.AddRange(CommandText.Paragraphs(sub.Description).Select(text => new TextBlock(text)));
            blocks.AddRange(Arguments(sub));
            blocks.AddRange(sub.Options.Where(Shown).Select(Entry));
            AddBelow(program, sub, name, blocks);
        }
    }

    private static List<PageSection> Common(ProgramManual program, Command command, string path)
    {
        var words = program.Words(command);
        var sections = new List<PageSection>
        {
            new("Synopsis", Synopsis(program, command, path)),
            new("Description", [.. CommandText.Paragraphs(command.Description).Select(text => new TextBlock(text)), .. Arguments(command)]),
        };
        var grouped = new HashSet<Option>();
        var options = new List<PageBlock>();
        foreach (var (title, group) in words?.Groups ?? [])
        {
            var shown = group.Where(Shown).ToList();
            if (shown.Count > 0)
            {
                options.Add(new HeadingBlock(title.TrimEnd(':')));
                options.AddRange(shown.Select(Entry));
                grouped.UnionWith(shown);
            }
        }

        // What every command understands stands on the program's own page, and on the others where it is more than asking for help.
        var rest = CommandText.OptionsOf(command).Where(option => Shown(option) && !grouped.Contains(option) && (option is not HelpOption || command is RootCommand)).ToList();
        if (rest.Count > 0 && options.Count > 0)
        {
            options.Add(new HeadingBlock("Other"));
        }

        options.AddRange(rest.Select(Entry));
        if (options.Count > 0)
        {
            sections.Add(new("Options", options));
        }

        var examples = (words?.Examples ?? []).Select(example => (PageBlock)new EntryBlock([new(example.Line, TermKind.Literal)], example.Meaning));
        var lines = CommandText.Examples(command.Description);
        PageSection[] shownExamples = [new("Examples", [.. examples, .. lines.Count > 0 ? (PageBlock[])[new CodeBlock(lines)] : []])];
        sections.AddRange(shownExamples.Where(section => section.Blocks.Count > 0));
        sections.AddRange((words?.Notes ?? []).Select(note => note with { Title = note.Title.TrimEnd(':') }));
        sections.AddRange(CommandText.Sections(command.Description));
        return sections;
    }

    private static List<PageBlock> Synopsis(ProgramManual program, Command command, string path)
    {
        if (program.Words(command) is { Usage.Count: > 0 } words)
        {
            return [.. words.Usage.Select(line => new SynopsisBlock([new(program.Name, TermKind.Literal), new(line.Split("  ")[0], TermKind.Plain)]))];
        }

        var parts = new List<TermPart> { new(path, TermKind.Literal) };
        if (CommandText.OptionsOf(command).Any(option => Shown(option) && option is not HelpOption))
        {
            parts.Add(new("[options]", TermKind.Plain));
        }

        foreach (var argument in command.Arguments.Where(a => !a.Hidden))
        {
            var name = (argument.HelpName ?? argument.Name) + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
            parts.Add(new(argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name, TermKind.Value));
        }

        if (command.Subcommands.Any(c => !c.Hidden))
        {
            parts.Add(new("COMMAND", TermKind.Value));
        }

        return [new SynopsisBlock(parts)];
    }

    private static IEnumerable<PageBlock> Arguments(Command command) => command.Arguments.Where(a => !a.Hidden && a.Description is { Length: > 0 })
        .Select(argument => new EntryBlock([new(argument.HelpName ?? argument.Name, TermKind.Value)], argument.Description! + CommandText.Default(argument.Description!, argument.HasDefaultValue ? argument.GetDefaultValue() : null)));

    private static bool Shown(Option option) => !option.Hidden;

    private static EntryBlock Entry(Option option)
    {
        var parts = new List<TermPart>();
        foreach (var name in option.Aliases.Append(option.Name).Where(n => n.StartsWith('-')).OrderBy(n => n.Length > 2).ThenBy(n => n, StringComparer.Ordinal))
        {
            parts.Add(new(parts.Count == 0 ? "" : ", ", TermKind.Plain));
            parts.Add(new(name, TermKind.Literal));
        }

        if (CommandText.ValueName(option) is { } value)
        {
            parts.Add(new(" ", TermKind.Plain));
            parts.Add(new(value, value.Contains('|', StringComparison.Ordinal) ? TermKind.Plain : TermKind.Value));
        }

        var text = option.Description ?? "";
        return new(parts, string.Create(CultureInfo.InvariantCulture, $"{text}{CommandText.Default(text, option.HasDefaultValue && CommandText.ValueName(option) is not null ? option.GetDefaultValue() : null)}"));
    }

    private static PageSection SeeAlso(IReadOnlyList<string> pages) => new("See also", [new TextBlock(string.Join(", ", pages.Distinct(StringComparer.Ordinal)))]);
}
