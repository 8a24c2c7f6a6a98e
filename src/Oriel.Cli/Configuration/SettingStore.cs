using Oriel.Cli.Commands;

namespace Oriel.Cli.Configuration;

/// <summary>Values of settings from several places; a later place wins, name by name. What means nothing becomes a warning.</summary>
/// <param name="counts">Whether a row's value counts when it comes from a place; null = always.</param>
internal sealed class SettingStore(Func<ViewerSetting, SettingLayer, bool>? counts = null)
{
    private readonly Dictionary<ViewerSetting, GivenSetting> _given = [];
    private readonly List<string> _warnings = [];
    private int _rank;

    /// <summary>The values that count.</summary>
    public IReadOnlyCollection<GivenSetting> Given => _given.Values;

    /// <summary>What a user should know: unknown and renamed names, values that do nothing.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Files read.</summary>
    public List<string> Files { get; } = [];

    /// <summary>The value of a row; null when nobody gave one.</summary>
    public GivenSetting? Get(ViewerSetting setting) => _given.GetValueOrDefault(setting);

    /// <summary>The value of a row by its name; null when nobody gave one.</summary>
    public GivenSetting? Get(string name) => Get(ViewerSettings.Find(name)!);

    /// <summary>Adds a file. Throws <see cref="OrielException"/> when it cannot be read.</summary>
    public void AddFile(string path, SettingLayer layer)
    {
        var rank = ++_rank;
        foreach (var entry in IniFile.Read(path))
        {
            Add(entry.Name, entry.Value, new SettingSource(layer, rank, path, entry.Line));
        }

        Files.Add(path);
    }

    /// <summary>Adds what the command line says by name: <c>section:name=value</c>, or <c>section:name</c> alone, which turns a yes or no round.</summary>
    /// <param name="words">In order.</param>
    /// <param name="isOn">Whether a yes or no stands at yes without having been given.</param>
    public void AddWords(IEnumerable<string> words, Func<ViewerSetting, bool> isOn)
    {
        var source = new SettingSource(SettingLayer.CommandLine, ++_rank);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word : word[..equals];
            if (equals < 0 && ViewerSettings.Find(name) is { } row)
            {
                if (row.Kind != SettingKind.Flag && row.Answer is null)
                {
                    throw new OrielException(CliErrors.SettingValue, $"{PlainText.Safe(name)} without a value", $"{row.Name}=VALUE", $"give it a value: {row.Name}=…");
                }

                var isYes = Get(row) is { } given ? IsYes(given) : isOn(row);
                Add(name, isYes ? "no" : "yes", source);
            }
            else
            {
                Add(name, equals < 0 ? "" : word[(equals + 1)..].Trim(), source);
            }
        }
    }

    /// <summary>Adds an option of the command line.</summary>
    /// <param name="setting">Its row.</param>
    /// <param name="words">The words after it.</param>
    public void AddOption(ViewerSetting setting, IReadOnlyList<string> words) =>
        _given[setting] = new GivenSetting(setting, string.Join(' ', words), new SettingSource(SettingLayer.CommandLine, ++_rank), setting.Option!) { OptionWords = words };

    /// <summary>Adds one value.</summary>
    public void Add(string name, string value, SettingSource source)
    {
        var shown = PlainText.Safe(name.Length <= 100 ? name : name[..100] + "…");
        if (ViewerSettings.Find(name) is not { } row)
        {
            _warnings.Add($"{source}: {shown} is not a setting{(ViewerSettings.Nearest(name) is { } near ? $"; {near} is" : "")}");
            return;
        }

        if (row.OldNames.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            _warnings.Add($"{source}: {shown} is called {row.Name} now");
        }

        if (row.Answer is { } answer)
        {
            _warnings.Add($"{source}: {row.Name} has no effect: {answer}");
        }
        else if (row.Kind == SettingKind.Flag && !ViewerSetting.IsYes(value) && !ViewerSetting.IsNo(value))
        {
            _warnings.Add($"{source}: {row.Name}={PlainText.Safe(value)} counts as no; yes and no are the words for it");
        }
        else if (row.Name == "input:escapeKey" && ViewerSettings.EscapeKeyDoubt(value) is { } doubt)
        {
            _warnings.Add($"{source}: {row.Name}: {doubt}");
        }

        if (counts?.Invoke(row, source.Layer) != false)
        {
            _given[row] = new GivenSetting(row, value, source, shown);
        }
    }

    private static bool IsYes(GivenSetting given) => given.OptionWords is { Count: 0 } || ViewerSetting.IsYes(given.Value);
}
