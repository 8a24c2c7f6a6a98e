using System.CommandLine;
using System.Text;

namespace Oriel.Cli.Configuration;

/// <summary>The tables of docs/options.md, made from the settings and the options they drive.</summary>
internal static class SettingsDocument
{
    /// <summary>The page.</summary>
    /// <param name="view">The command whose options the settings are.</param>
    public static string Write(Command view)
    {
        var text = new StringBuilder(Introduction);
        var own = ViewerSettings.All.Where(row => row.Option is { } name && view.Options.Any(o => o.Name == name) && ViewerSettings.OfOption(name) == row).ToList();
        foreach (var section in own.GroupBy(row => row.Section))
        {
            text.Append($"\n### [{section.Key}]\n\n| setting | option | value | default | there | meaning |\n|---|---|---|---|---|---|\n");
            foreach (var row in section)
            {
                var option = view.Options.First(o => o.Name == row.Option);
                text.Append($"| `{row.Key}` | {Options(row, option)} | {Values(row, option)} | {Code(OptionChoice.Default(row, option))} | {There(row)} | {Meaning(row, option)} |\n");
            }
        }

        text.Append("\n## Names that are translated\n\n| setting of the existing viewer | there | here |\n|---|---|---|\n");
        foreach (var row in ViewerSettings.All.Where(row => row.IsTranslated))
        {
            text.Append($"| {Names(row)} | {There(row)} | {Cell(row.Translation!)} |\n");
        }

        text.Append("\n## Names without effect here\n\nA file that has them is read with a warning; `oriel config migrate` keeps them as comments.\n\n| setting of the existing viewer | there | instead |\n|---|---|---|\n");
        foreach (var row in ViewerSettings.All.Where(row => row.Answer is not null))
        {
            text.Append($"| {Names(row)} | {There(row)} | {Cell(row.Answer!)} |\n");
        }

        return text.ToString();
    }

    private static string Introduction =>
        """
        # Settings

        Everything `oriel view` can be told, as an option of the command line, as a line of a configuration file, or word by word (`oriel win:size=1280x720`). The tables are generated from the
        source; a test compares them. What the agent in the guest can be told: [windows.md](windows.md), [agent-linux.md](agent-linux.md).

        ## Files

        Later ones count for more, name by name:

        1. `/etc/oriel/oriel.ini`, for everybody on the machine
        2. `$XDG_CONFIG_HOME/oriel/oriel.ini` (else `~/.config/oriel/oriel.ini`), yours
        3. `/etc/oriel/machines/VM.ini`, then `oriel/machines/VM.ini` in your folder: one VM's, by its name and then by its UUID (in small letters), for `oriel view VM`
        4. the command line; a word `section:name=value` is the same as `--set section:name=value`
        5. the file named with `--config FILE` (`-C FILE`)

        `oriel config path` says which of them are there, `oriel config show` what holds and who said so. `--no-config` or `ORIEL_CONFIG=off` reads none of 1 to 3. What says where one VM is
        (`lgmp:shmDevice`, `spice:address` and their kind) counts for `oriel view VM` only from that VM's own file, and `$ORIEL_REGION` counts for more than the files.
        `screenshot`, `record` and `latency` take `lgmp:shmDevice` from 1 and 2 where no region is named, and nothing else.

        ```ini
        ; comments begin with ; at the start of a line
        [win]
        fullScreen=yes
        scale=integer

        [input]
        escapeKey=RightCtrl
        bind=Shift+F=fullscreen Q=none
        ```

        * Names do not depend on capitals. A value is the rest of its line; there are no quotes, and a `;` within it belongs to it.
        * Yes is `yes`, `on`, `true` or `1`; everything else is no, with a warning unless it is `no`, `off`, `false`, `0` or nothing.
        * An unknown name is a warning with the name most like it. A value that cannot be used ends the program with the file, the line and the values that are right. So does a name before any section.
        * `oriel config set NAME VALUE [--machine VM]` and `unset` change your file and leave comments and order alone; the settings over the picture (Scroll Lock + O) have a line that saves what was changed there.

        ## From the existing viewer

        `oriel config migrate` (or `--import-config` at a start) reads `/etc/looking-glass-client.ini`, `~/.looking-glass-client.ini` and `looking-glass/client.ini` in your configuration folder,
        or files that you name, writes what it can into yours, and says for every setting what became of it: kept, renamed, translated, dropped and why. At the first start on a terminal you are asked.
        A file of the existing viewer can also be used as it is: `oriel -C FILE`. The existing viewer's short options work too, and as there a yes or no given alone turns round what the
        files say: `-F` with `fullScreen=yes` in a file is a window. (`--fullscreen` is always full screen, `--fullscreen=false` never.)

        * `escapeKey` takes names and Linux's key numbers. Very old files have SDL's numbers: where the two differ, a warning names both keys.
        * `win:autoResize=yes` alone works as with B7; together with `win:setGuestRes=yes` it is refused, as are `win:noScreensaver=yes` and `win:autoScreensaver=yes` together.
        * Bytes that are not ASCII are left out of files with the existing viewer's names; in ours they are UTF-8.

        In the column *there*: default of the existing viewer (B7 / HEAD where they differ), `own` for a setting only Oriel has.

        ## Settings

        """;

    private static string Options(ViewerSetting row, Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).Concat(row.Short is { } letter && !option.Aliases.Contains($"-{letter}") ? [$"-{letter}"] : []).OrderBy(name => name.Length > 2).Select(name => $"`{name}`"));
        return row.IsInverse ? $"{names} for no" : names;
    }

    private static string Values(ViewerSetting row, Option option) =>
        row.Kind == SettingKind.Flag ? "yes, no"
        : OptionChoice.Words(option) is { Count: > 0 } words ? string.Join(", ", words.Select(word => $"`{word}`"))
        : Cell(option.HelpName ?? row.Kind switch { SettingKind.Number => "N", _ => "TEXT" }) + (row.IsList ? " …" : "");

    private static string There(ViewerSetting row) => row.Origin switch
    {
        SettingOrigin.Oriel => "own",
        SettingOrigin.Head => $"{Code(row.ExistingDefault ?? "")} (HEAD)",
        SettingOrigin.B7 => $"{Code(row.ExistingDefault ?? "")} (B7)",
        SettingOrigin.Test => $"{Code(row.ExistingDefault ?? "")} (tests)",
        _ => Code(row.ExistingDefault ?? ""),
    };

    private static string Names(ViewerSetting row) =>
        $"`{row.Name}`{(row.OldNames.Count > 0 ? $" (was {string.Join(", ", row.OldNames.Select(name => $"`{name}`"))})" : "")}{(row.Short is { } letter ? $", `-{letter}`" : "")}";

    private static string Meaning(ViewerSetting row, Option option) =>
        Cell((row.IsInverse ? $"no: {option.Description}" : option.Description) ?? "") + (row.OldNames.Count > 0 ? $" (was {string.Join(", ", row.OldNames.Select(name => $"`{name}`"))})" : "");

    private static string Code(string text) => text.Length == 0 ? "-" : $"`{Cell(text)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
