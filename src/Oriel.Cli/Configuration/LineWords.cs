using System.CommandLine;

namespace Oriel.Cli.Configuration;

/// <summary>
/// The existing viewer's way to write a command line: <c>section:name=value</c> without a dash, and its short options, of which a yes or no given alone turns round what the files
/// say. Both become <c>--set</c>; everything else is left alone.
/// </summary>
internal static class LineWords
{
    private static readonly string[] s_yesNo = ["yes", "no", "on", "off", "true", "false", "1", "0"];

    /// <summary>Rewrites the words of a command line that is one of <c>oriel view</c>.</summary>
    /// <param name="root">The program's commands.</param>
    /// <param name="words">The words as typed.</param>
    public static string[] Rewrite(RootCommand root, string[] words)
    {
        var view = root.Subcommands.First(command => command.Name == "view");
        var options = root.Options.Concat(view.Options).SelectMany(option => option.Aliases.Append(option.Name).Select(name => (name, option)))
            .DistinctBy(pair => pair.name).ToDictionary(pair => pair.name, pair => pair.option, StringComparer.Ordinal);
        List<string> written = [];
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var next = i + 1 < words.Length ? words[i + 1] : null;
            if (word == "--")
            {
                return [.. written, .. words[i..]];
            }

            if (!word.StartsWith('-'))
            {
                if (root.Subcommands.FirstOrDefault(command => command.Name == word || command.Aliases.Contains(word)) is { } other && other != view)
                {
                    return words;
                }

                written.Add(IsSetting(word) ? $"{ConfigSwitches.Set}={word}" : word);
            }
            else if (Shorts(word, next, options) is var (settings, takesNext) && settings.Count > 0)
            {
                written.AddRange(settings.Select(setting => $"{ConfigSwitches.Set}={setting}"));
                i += takesNext ? 1 : 0;
            }
            else
            {
                written.Add(word);
                if (next is not null && options.TryGetValue(word, out var option) && option.Arity.MinimumNumberOfValues > 0)
                {
                    // Its value is no setting, whatever it looks like.
                    written.Add(next);
                    i++;
                }
            }
        }

        return [.. written];
    }

    // A VM may be called "a:b"; a setting's section is one of ours.
    private static bool IsSetting(string word)
    {
        var name = word.Split('=', 2)[0];
        return ViewerSettings.Find(name) is not null
            || (word.Contains('=', StringComparison.Ordinal) && name.Split(':') is [var section, _] && ViewerSettings.All.Any(row => row.Section.Equals(section, StringComparison.OrdinalIgnoreCase)));
    }

    private static (IReadOnlyList<string> Settings, bool TakesNext) Shorts(string word, string? next, Dictionary<string, Option> options)
    {
        if (word.Length < 2 || word[1] == '-')
        {
            return ([], false);
        }

        if (word.Length > 2)
        {
            // Several at once, each a yes or no.
            var rows = word[1..].Select(ViewerSettings.OfShort).ToList();
            return (rows.All(row => row is { Kind: SettingKind.Flag }) ? [.. rows.Select(row => row!.Name)] : [], false);
        }

        if (ViewerSettings.OfShort(word[1]) is not { } setting || setting.Name == "app:configFile")
        {
            return ([], false);
        }

        if (setting.Kind == SettingKind.Flag)
        {
            return next is not null && s_yesNo.Contains(next.ToLowerInvariant()) ? ([$"{setting.Name}={next}"], true) : ([setting.Name], false);
        }

        // "-m 70" is a key's number there; -m with a name, and -f, are options here too.
        var isOurs = options.ContainsKey(word) && !(setting.Name == "input:escapeKey" && next?.Length > 1 && next.All(char.IsAsciiDigit));
        return isOurs || next is null ? ([], false) : ([$"{setting.Name}={next}"], true);
    }
}
