using System.CommandLine;
using Oriel.Cli.Commands;

namespace Oriel.Cli.Configuration;

/// <summary>What somebody wants to set by name, checked as the command line would be, before it is written.</summary>
internal static class SettingChange
{
    /// <summary>The row of a name. Throws <see cref="OrielException"/> with the name most like it.</summary>
    public static ViewerSetting Find(string name) => ViewerSettings.Find(name) ?? throw new OrielException(
        CliErrors.UnknownSetting, $"'{PlainText.Safe(name)}'", "a setting's name, section:name",
        ViewerSettings.Nearest(name) is { } near ? $"did you mean {near}?" : "'oriel config show --all' lists them");

    /// <summary>The settings to write, by their own names. Throws <see cref="OrielException"/>.</summary>
    /// <param name="view">The command whose options the settings are.</param>
    /// <param name="name">As given: a name of the existing viewer may become another one.</param>
    /// <param name="value">As given.</param>
    public static IReadOnlyList<(ViewerSetting Setting, string Value)> Read(Command view, string name, string value)
    {
        var row = Find(name);
        if (row.Answer is { } answer)
        {
            throw new OrielException(CliErrors.UnknownSetting, $"{row.Name} has no effect here", "a setting that has one", answer);
        }

        var isFlag = row.Kind == SettingKind.Flag;
        if (value.Any(char.IsControl) || (isFlag && !ViewerSetting.IsYes(value) && !ViewerSetting.IsNo(value)))
        {
            throw new OrielException(CliErrors.SettingValue, $"{row.Name}={PlainText.Safe(value)}", isFlag ? "yes or no" : "one line of printable text", $"oriel config set {row.Name} {(isFlag ? "yes" : "VALUE")}");
        }

        var store = new SettingStore();
        store.Add(row.Name, value.Trim(), new SettingSource(SettingLayer.User, 1));
        var resolved = SettingResolver.Resolve(store, view);
        if (resolved.Count == 0 || resolved.Any(r => r.Words is null))
        {
            throw new OrielException(
                CliErrors.SettingValue, $"{row.Name}={PlainText.Safe(value)} says nothing", "a value that changes something", $"take it out instead: oriel config unset {ViewerSettings.OfOption(row.Option!)?.Name ?? row.Name}");
        }

        return [.. resolved.Select(r => (r.Setting, Checked(view, r, row, value)))];
    }

    private static string Checked(Command view, ResolvedSetting resolved, ViewerSetting row, string value)
    {
        var option = view.Options.First(o => o.Name == resolved.Setting.Option);
        return view.Parse([.. ConfiguredLine.Line(option.Name, resolved.Words!)]).Errors.FirstOrDefault(error => !error.Message.Contains("need --headless", StringComparison.Ordinal)) is { } wrong
            ? throw new OrielException(CliErrors.SettingValue, $"{row.Name}={PlainText.Safe(value)}", ConfiguredLine.Sentence(wrong.Message), "give it one of those values; docs/options.md says more")
            : OptionChoice.ToFile(resolved.Setting, option, resolved.Words!);
    }
}
