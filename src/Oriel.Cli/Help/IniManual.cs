using System.CommandLine;
using Oriel.Cli.Configuration;
using Oriel.Manual.Pages;

namespace Oriel.Cli.Help;

/// <summary>The page of the configuration file, oriel.ini(5), made from the table of settings and the options they set.</summary>
internal static class IniManual
{
    /// <summary>The page.</summary>
    /// <param name="view">The command whose options the settings set.</param>
    public static ManualPage Page(Command view) => new("oriel.ini", 5, "settings of oriel view",
    [
        new("Description",
        [
            new TextBlock("Sections in brackets, then name=value; a line that begins with a semicolon is a comment. Names are compared without regard to case. A name alone turns a yes into a no and a no into a yes."),
            new TextBlock("\"oriel config show\" prints what is in effect and where it comes from, \"oriel config set NAME VALUE\" changes a file and keeps its comments, and \"oriel config migrate\" takes over the file of an existing viewer."),
        ]),
        PageSection.OfRows("Files",
        [
            ("/etc/oriel/oriel.ini", "Everybody's. Read first."),
            ("$XDG_CONFIG_HOME/oriel/oriel.ini, ~/.config/oriel/oriel.ini", "Yours."),
            ("/etc/oriel/machines/NAME.ini, $XDG_CONFIG_HOME/oriel/machines/NAME.ini", "For the machine with this name or UUID. After these comes the command line, and last the file that --config names."),
        ]),
        new("Settings", [.. ViewerSettings.All.Where(row => row.Answer is null).GroupBy(row => row.Section, StringComparer.Ordinal)
            .SelectMany(section => (PageBlock[])[new HeadingBlock($"[{section.Key}]"), .. section.Select(row => Entry(row, view))])]),
        new("Names without effect",
        [
            new TextBlock("Understood, because existing files have them."),
            .. ViewerSettings.All.Where(row => row.Answer is not null).Select(row => new EntryBlock([new(row.Name, TermKind.Literal)], row.Answer!)),
        ]),
    ]);

    private static EntryBlock Entry(ViewerSetting row, Command view)
    {
        var option = view.Options.FirstOrDefault(option => option.Name == row.Option);
        var value = row.Kind switch
        {
            SettingKind.Flag => "yes|no",
            _ => option?.HelpName ?? (row.Kind == SettingKind.Text ? "TEXT" : "N"),
        };
        var meaning = row.Translation is { } translation ? $"{row.Option}: {translation}"
            : $"{(row.IsInverse ? "no is " : "")}{row.Option}: {option?.Description}";
        return new([new(row.Key, TermKind.Literal), new("=", TermKind.Plain), new(value, TermKind.Value)], meaning + (row.OldNames.Count > 0 ? $" (before: {string.Join(", ", row.OldNames)})" : ""));
    }
}
