using System.CommandLine;
using Oriel.Cli.Commands;

namespace Oriel.Cli.Configuration;

/// <summary>Settings as <c>oriel config show</c> prints them: name, value, where it comes from.</summary>
/// <param name="view">The command whose options the settings are.</param>
/// <param name="store">What the files say.</param>
internal sealed class ConfigTable(Command view, SettingStore store)
{
    /// <summary>Writes it. Throws <see cref="OrielException"/> for a name that is none.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="name">A setting or a section; null = all.</param>
    /// <param name="isAll">Also settings that nobody set.</param>
    public void Write(TextWriter output, string? name, bool isAll)
    {
        var resolved = SettingResolver.Resolve(store, view).ToDictionary(r => r.Setting);
        var isSection = name is not null && ViewerSettings.All.Any(row => row.Section.Equals(name, StringComparison.OrdinalIgnoreCase));
        var wanted = name is null || isSection ? null : SettingChange.Find(name);
        if (wanted is { Answer: { } answer })
        {
            output.WriteLine($"{wanted.Name} has no effect: {answer}");
            return;
        }

        var own = wanted is null ? null : ViewerSettings.OfOption(wanted.Option!);
        var rows = ViewerSettings.All.Where(row => row.Option is not null && ViewerSettings.OfOption(row.Option) == row && view.Options.Any(option => option.Name == row.Option))
            .Where(row => own is not null ? row == own : (!isSection || row.Section.Equals(name, StringComparison.OrdinalIgnoreCase)) && (isAll || resolved.ContainsKey(row)))
            .Select(row => Row(row, resolved.GetValueOrDefault(row))).ToList();
        if (rows.Count == 0)
        {
            output.WriteLine("Nothing is set; 'oriel config show --all' shows what holds then");
            return;
        }

        PlainText.WriteTable(output, rows);
    }

    private string[] Row(ViewerSetting row, ResolvedSetting? resolved)
    {
        var option = view.Options.First(o => o.Name == row.Option);
        if (resolved is null)
        {
            return [row.Name, Shown(OptionChoice.Default(row, option)), "default"];
        }

        var value = resolved.Words is null ? OptionChoice.Default(row, option) : OptionChoice.ToFile(row, option, resolved.Words);
        var others = resolved.From.Where(given => given.Setting != row).Select(given => $"{given.Setting.Name}={given.Value}").ToList();
        return [row.Name, Shown(value), PlainText.Safe($"{resolved.Source}{(others.Count > 0 ? $" ({string.Join(", ", others)})" : "")}")];
    }

    private static string Shown(string value) => value.Length == 0 ? "-" : PlainText.Safe(value);
}
