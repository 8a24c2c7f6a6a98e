namespace Oriel.Agent.Configuration;

/// <summary>
/// The configuration file: INI, sections and names as users of the existing agents know them. Looked for at the place given, else in /etc/oriel and in the
/// user's configuration folder, where a value replaces the system's; on Windows in ProgramData\Oriel. Names are not case-sensitive; unknown ones are reported, not fatal.
/// (The INI package of Microsoft.Extensions.Configuration would bring six assemblies for these forty lines.)
/// </summary>
internal sealed class AgentIni
{
    /// <summary>Names known on Linux with what they say, in the order of the sample file.</summary>
    public static readonly IReadOnlyList<(string Key, string Meaning)> LinuxNames =
    [
        ("app:shmFile", "region: a file, kvmfrN, pci:N or auto"),
        ("app:throttleFPS", "frame rate limit, 0 = none"),
        ("app:profile", "protocol written: p19, p20, p20m7, p20m10, p34"),
        ("app:allowResize", "viewers may change the mode: yes or no"),
        ("os:shmDevice", "number of the ivshmem device, in slot order; the same as app:shmFile=pci:N"),
        ("os:logFile", "log file, or none"),
        ("os:logSize", "size at which the log file is begun anew, for example 1M"),
        ("os:verbose", "log more: yes or no"),
        ("x11:display", "X display, for example :0"),
        ("x11:output", "head by name or number; empty = the whole screen"),
    ];

    /// <summary>Names known on Windows, those of the existing agent among them.</summary>
    public static readonly IReadOnlyList<(string Key, string Meaning)> WindowsNames =
    [
        ("app:shmFile", "region: ivshmem:N, a file, or auto"),
        ("app:capture", "capture method: auto or one of those that 'oriel-agent capture-methods' lists"),
        ("app:output", "head by name or number, or desktop for all together; empty = the primary one"),
        ("app:throttleFPS", "frame rate limit, 0 = none"),
        ("app:profile", "protocol written: p19, p20, p20m7, p20m10, p34"),
        ("app:allowResize", "viewers may change the mode: yes or no"),
        ("os:shmDevice", "number of the ivshmem device, in slot order; the same as app:shmFile=ivshmem:N"),
        ("os:logFile", "log file, or none"),
        ("os:logSize", "size at which the log file is begun anew, for example 1M"),
        ("os:verbose", "log more: yes or no"),
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _files = [];

    /// <summary>Files read, the last one wins.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The document that explains the names of this system.</summary>
    public static string Document => OperatingSystem.IsWindows() ? "docs/windows.md" : "docs/agent-linux.md";

    /// <summary>Names known on this system.</summary>
    public static IReadOnlyList<(string Key, string Meaning)> Known => OperatingSystem.IsWindows() ? WindowsNames : LinuxNames;

    /// <summary>Names in the files that mean nothing.</summary>
    public IReadOnlyList<string> Unknown => [.. _values.Keys.Where(k => !Known.Any(known => string.Equals(known.Key, k, StringComparison.OrdinalIgnoreCase)))];

    /// <summary>Reads the file given, or those that exist at the usual places. Throws <see cref="OrielException"/>.</summary>
    public static AgentIni Load(string? path)
    {
        var ini = new AgentIni();
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
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Oriel", "agent.ini");
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
        var section = "";
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] is ';' or '#')
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
                _values[$"{section}:{line[..equals].Trim()}"] = line[(equals + 1)..].Trim().Trim('"');
            }
            else
            {
                throw new OrielException(AgentErrors.BadConfigurationFile, $"{file}, line {i + 1}: {line}", "[section], then name=value; comments begin with ; or #",
                    $"correct the line; {Document} lists the names");
            }
        }
    }
}
