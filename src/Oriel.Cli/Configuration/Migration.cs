using System.CommandLine;
using Oriel.Cli.Commands;

namespace Oriel.Cli.Configuration;

/// <summary>Takes settings of the existing viewer over into a file of ours, and accounts for every single one.</summary>
internal sealed class Migration
{
    private readonly List<(ViewerSetting Setting, string Value)> _settings = [];

    private Migration(IReadOnlyList<string> files) => Files = files;

    /// <summary>The files read.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Every setting found, the last value of each, and what becomes of it.</summary>
    public IReadOnlyList<MigrationRow> Rows { get; private set; } = [];

    /// <summary>What is to be written.</summary>
    public IReadOnlyList<(ViewerSetting Setting, string Value)> Settings => _settings;

    /// <summary>Reads files of the existing viewer, by its rules. Throws <see cref="OrielException"/>.</summary>
    /// <param name="files">In order; a later one wins.</param>
    /// <param name="view">The command whose options the settings become.</param>
    /// <param name="target">Our file: what it says already stays.</param>
    public static Migration Read(IReadOnlyList<string> files, Command view, string target)
    {
        var migration = new Migration(files);
        var ours = new SettingStore();
        if (File.Exists(target))
        {
            ours.AddFile(target, SettingLayer.User);
        }

        var store = new SettingStore();
        var found = new Dictionary<string, IniEntry>(StringComparer.OrdinalIgnoreCase);
        for (var rank = 0; rank < files.Count; rank++)
        {
            foreach (var entry in IniFile.Parse(files[rank], IniFile.ReadBytes(files[rank]), isExisting: true))
            {
                store.Add(entry.Name, entry.Value, new SettingSource(SettingLayer.User, rank, files[rank], entry.Line));
                found[entry.Name] = entry;
            }
        }

        var resolved = SettingResolver.Resolve(store, view);
        var ownNow = SettingResolver.Resolve(ours, view).Select(r => r.Setting).ToHashSet();
        var fates = resolved.ToDictionary(r => r.Setting, r => migration.Take(r, view, ownNow.Contains(r.Setting)));
        migration.Rows = [.. found.Values.Select(entry => Account(entry, resolved, fates, view))];
        return migration;
    }

    /// <summary>Writes the settings. Throws <see cref="OrielException"/>.</summary>
    public void Write(string target) => ConfigFile.Update(target, text =>
    {
        text.Note($"Taken over from {string.Join(", ", Files.Select(PlainText.Safe))}");
        foreach (var row in Rows.Where(row => row.Fate is MigrationFate.Dropped or MigrationFate.Refused or MigrationFate.Unknown))
        {
            text.Note($"{row.Name}={row.Value}: {row.Words}");
        }

        _settings.ForEach(setting => text.Set(setting.Setting, setting.Value));
    });

    // What becomes of an option; remembers it for writing.
    private (MigrationFate? Fate, string Words) Take(ResolvedSetting resolved, Command view, bool isOurs)
    {
        if (resolved.Words is null)
        {
            return (MigrationFate.IsDefault, $"{resolved.Setting.Name} is so anyway");
        }

        var option = view.Options.First(o => o.Name == resolved.Setting.Option);
        if (view.Parse([.. ConfiguredLine.Line(option.Name, resolved.Words)]).Errors is [var error, ..])
        {
            return (MigrationFate.Refused, ConfiguredLine.Sentence(error.Message));
        }

        var value = OptionChoice.ToFile(resolved.Setting, option, resolved.Words);
        if (isOurs)
        {
            return (MigrationFate.AlreadySet, $"{resolved.Setting.Name} is in your file already and stays as it is");
        }

        _settings.Add((resolved.Setting, value));
        return (null, $"{resolved.Setting.Name}={value}");
    }

    private static MigrationRow Account(IniEntry entry, IReadOnlyList<ResolvedSetting> resolved, Dictionary<ViewerSetting, (MigrationFate? Fate, string Words)> fates, Command view)
    {
        var (fate, words) = Fate(entry, resolved, fates, view);
        return new MigrationRow(PlainText.Safe(entry.Name), PlainText.Safe(entry.Value), fate, words);
    }

    private static (MigrationFate Fate, string Words) Fate(IniEntry entry, IReadOnlyList<ResolvedSetting> resolved, Dictionary<ViewerSetting, (MigrationFate? Fate, string Words)> fates, Command view)
    {
        if (ViewerSettings.Find(entry.Name) is not { } row)
        {
            return (MigrationFate.Unknown, ViewerSettings.Nearest(entry.Name) is { } near ? $"no such setting; {near} is one" : "no such setting");
        }

        if (row.Answer is { } answer)
        {
            return (MigrationFate.Dropped, answer);
        }

        if (view.Options.All(option => option.Name != row.Option))
        {
            return (MigrationFate.Dropped, "known, but without effect yet");
        }

        if (resolved.Where(r => r.From.Any(given => given.Setting == row)).ToList() is not [var mine, ..] becoming)
        {
            // Allowed in general, or another setting of the same files had the last word.
            return (MigrationFate.IsDefault, row.IsJoint || row.IsTranslated ? "another setting decides, or it is so anyway" : "another setting decides");
        }

        if (fates[mine.Setting] is { Fate: { } decided } fate)
        {
            return (decided, fate.Words);
        }

        var words = string.Join(", ", becoming.Select(r => fates[r.Setting].Words));
        var doubt = row.Name == "input:escapeKey" && ViewerSettings.EscapeKeyDoubt(entry.Value) is { } text ? $" ({text})" : "";
        return (row.IsTranslated || row.IsJoint ? MigrationFate.Translated
            : !row.Name.Equals(entry.Name, StringComparison.OrdinalIgnoreCase) ? MigrationFate.Renamed
            : MigrationFate.Kept, words + doubt);
    }
}
