using System.CommandLine;
using Oriel.Cli.Configuration;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Configuration;

/// <summary>A home and an /etc of its own, and the command line over them.</summary>
internal sealed class ConfigDesk : IDisposable
{
    private readonly TempFolder _folder = new();

    public ConfigDesk()
    {
        Places = new ConfigPlaces { Etc = _folder.File("etc"), Environment = name => Variables.GetValueOrDefault(name) };
        Variables["HOME"] = _folder.File("home");
        View = CommandTree.Create().Subcommands.First(c => c.Name == "view");
    }

    public Dictionary<string, string> Variables { get; } = [];

    public ConfigPlaces Places { get; }

    public Command View { get; }

    public string File(string name) => _folder.File(name);

    /// <summary>Writes a file and its folders.</summary>
    public string Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The user's own file.</summary>
    public string User(string text) => Write(Places.UserFile, text);

    /// <summary>What the command line becomes.</summary>
    public ConfiguredLine Apply(string line = "view", MachineIdentity? machine = null)
    {
        var root = CommandTree.Create();
        var parsed = root.Parse(LineWords.Rewrite(root, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Empty(parsed.Errors);
        return ConfiguredLine.Apply(parsed, machine, Places);
    }

    /// <summary>What an option is in the end, in words; null when nobody said anything.</summary>
    public static string? Option(ConfiguredLine line, string name) =>
        line.Parsed.GetResult(line.Parsed.CommandResult.Command.Options.First(o => o.Name == name)) is { Implicit: false } result ? string.Join(' ', result.Tokens.Select(t => t.Value)) : null;

    public void Dispose() => _folder.Dispose();
}
