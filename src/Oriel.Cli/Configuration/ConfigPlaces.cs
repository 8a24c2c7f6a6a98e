using Oriel.Cli.Commands;

namespace Oriel.Cli.Configuration;

/// <summary>Where configuration files are. Variables and the machine's folder can be replaced in tests.</summary>
internal sealed record ConfigPlaces
{
    /// <summary>"off": no file at the usual places is read.</summary>
    public const string Variable = "ORIEL_CONFIG";

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The machine's folder.</summary>
    public string Etc { get; init; } = "/etc";

    /// <summary>The files at the usual places are not to be read.</summary>
    public bool AreOff => Environment(Variable) == "off";

    /// <summary>Everybody's file.</summary>
    public string SystemFile => Path.Combine(Etc, "oriel", "oriel.ini");

    /// <summary>The user's file.</summary>
    public string UserFile => Path.Combine(UserFolder, "oriel.ini");

    /// <summary>Files of the existing viewer, the last one wins there.</summary>
    public IReadOnlyList<string> Existing =>
    [
        Path.Combine(Etc, "looking-glass-client.ini"),
        Path.Combine(Home, ".looking-glass-client.ini"),
        Path.Combine(ConfigHome, "looking-glass", "client.ini"),
    ];

    private string UserFolder => Path.Combine(ConfigHome, "oriel");

    private string Home => Environment("HOME") is { Length: > 0 } home ? home : "/";

    // A relative path there counts as none (XDG Base Directory Specification).
    private string ConfigHome => Environment("XDG_CONFIG_HOME") is { Length: > 0 } folder && Path.IsPathRooted(folder) ? folder : Path.Combine(Home, ".config");

    /// <summary>The user's file for one VM, by its name or UUID. Throws <see cref="OrielException"/> for a name that no file can have.</summary>
    public string MachineFile(string nameOrUuid) => Path.Combine(UserFolder, "machines", FileName(nameOrUuid));

    /// <summary>The files to read, in order, with what they count for; they need not exist.</summary>
    /// <param name="machine">The VM that is looked at; null = none in particular.</param>
    public IEnumerable<(string File, SettingLayer Layer)> Files(MachineIdentity? machine)
    {
        if (AreOff)
        {
            yield break;
        }

        yield return (SystemFile, SettingLayer.System);
        yield return (UserFile, SettingLayer.User);
        foreach (var name in machine?.Names.Where(IsFileName) ?? [])
        {
            yield return (Path.Combine(Etc, "oriel", "machines", FileName(name)), SettingLayer.Machine);
            yield return (MachineFile(name), SettingLayer.Machine);
        }
    }

    private static string FileName(string name) => IsFileName(name)
        ? name + ".ini"
        : throw new OrielException(CliErrors.MachineName, $"'{PlainText.Safe(name)}'", "a name without / that does not begin with a dot", "use the VM's UUID: virsh domuuid NAME");

    private static bool IsFileName(string name) => name.Length is > 0 and <= 200 && name[0] != '.' && !name.Any(c => c == '/' || char.IsControl(c));
}
