namespace Oriel.Agent.Configuration;

/// <summary>
/// The configuration file: INI, sections and names as users of the existing agents know them. Looked for at the place given, else at the usual ones, where a later
/// file's value replaces an earlier one's: in /etc/oriel and the user's configuration folder on Linux, in %ProgramData%\Oriel and beside the program on Windows.
/// Names are not case-sensitive; unknown ones are reported, not fatal. A file of the existing Windows agent (looking-glass-host.ini) is read by that program's rules.
/// (The INI package of Microsoft.Extensions.Configuration would bring six assemblies for these few lines.)
/// </summary>
internal sealed class AgentIni
{
    private const string ExistingName = "looking-glass-host.ini";

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _files = [];
    private readonly SettingSystems _system;

    private AgentIni(SettingSystems system) => _system = system;

    /// <summary>The system this program runs on.</summary>
    public static SettingSystems ThisSystem => OperatingSystem.IsWindows() ? SettingSystems.Windows : SettingSystems.Linux;

    /// <summary>Files read, the last one wins.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Names in the files that mean nothing.</summary>
    public IReadOnlyList<string> Unknown => [.. _values.Keys.Where(k => AgentSettings.Find(k, _system) is null && AgentSettings.ReplacementOf(k) is null)];

    /// <summary>Names in the files that meant something to an existing agent, with what replaced them.</summary>
    public IReadOnlyList<(string Key, string Replacement)> Retired =>
        [.. _values.Keys.Where(k => AgentSettings.Find(k, _system) is null).Select(k => (Key: k, Replacement: AgentSettings.ReplacementOf(k))).Where(r => r.Replacement is not null).Select(r => (r.Key, r.Replacement!))];

    /// <summary>Reads the file given, or those that exist at the usual places. Throws <see cref="OrielException"/>.</summary>
    /// <param name="path">File; null = the usual ones.</param>
    /// <param name="system">Whose names count; null = this system's.</param>
    public static AgentIni Load(string? path, SettingSystems? system = null)
    {
        var ini = new AgentIni(system ?? ThisSystem);
        foreach (var file in path is null ? UsualPlaces().Where(File.Exists) : [path])
        {
            ini.Read(file);
        }

        return ini;
    }

    /// <summary>A value; null when it is not set or empty.</summary>
    public string? Get(string key) => _values.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    private static IEnumerable<string> UsualPlaces()
    {
        if (OperatingSystem.IsWindows())
        {
            yield return AgentFolders.MachineIni;
            yield return Path.Combine(AppContext.BaseDirectory, "agent.ini");
            yield break;
        }

        yield return "/etc/oriel/agent.ini";
        var home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".config");
        yield return Path.Combine(home, "oriel", "agent.ini");
    }

    private void Read(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(AgentErrors.BadConfigurationFile, $"{file}: {error.Message}", "a readable file", "check the path and its permissions", error);
        }

        _files.Add(file);
        var isExisting = string.Equals(Path.GetFileName(file), ExistingName, StringComparison.OrdinalIgnoreCase);
        var section = "";
        for (var i = 0; i < lines.Length; i++)
        {
            var line = (isExisting ? string.Concat(lines[i].Where(c => c is >= ' ' and <= '~')) : lines[i]).Trim();
            if (line.Length == 0 || line[0] == ';' || (line[0] == '#' && !isExisting))
            {
                continue;
            }

            var equals = line.IndexOf('=');
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1].Trim();
            }
            else if (equals > 0 && section.Length > 0)
            {
                Set($"{section}:{line[..equals].Trim()}", line[(equals + 1)..].Trim(), isExisting);
            }
            else
            {
                throw new OrielException(AgentErrors.BadConfigurationFile, $"{file}, line {i + 1}: {line}", "[section], then name=value; comments begin with ;",
                    "correct the line; the documentation of the agent lists the names");
            }
        }
    }

    /// <summary>The existing agent knows no quotes, and takes everything that is not a spelling of yes for no.</summary>
    private void Set(string key, string value, bool isExisting) => _values[key] =
        !isExisting ? value.Trim('"')
        : value.Length > 0 && AgentSettings.Find(key, _system) is { IsYesNo: true } && value.ToUpperInvariant() is not ("1" or "ON" or "YES" or "TRUE") ? "no"
        : value;
}
