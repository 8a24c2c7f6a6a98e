using System.CommandLine;
using Oriel.Cli.Help;

namespace Oriel.Cli.Configuration;

/// <summary>The options that say where settings come from. One set for each command.</summary>
internal sealed class ConfigSwitches
{
    /// <summary>The option that sets anything by its name.</summary>
    public const string Set = "--set";

    private const string Named = "--config";
    private const string None = "--no-config";
    private const string Import = "--import-config";

    private readonly Option<string?> _file = new(Named, "-C")
    {
        HelpName = "FILE",
        Description = "Also read this configuration file; what it says counts for more than the usual files and the command line",
    };

    private readonly Option<bool> _none = new(None) { Description = $"Do not read the usual configuration files (as ${ConfigPlaces.Variable}=off); 'oriel config path' names them" };

    private readonly Option<string[]> _set = new(Set)
    {
        HelpName = "NAME=VALUE",
        Description = "Set anything by its name in a configuration file, for example win:title=Games; also without --set. May be given several times; names: docs/options.md",
        Arity = new ArgumentArity(1, 200),
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<bool> _import = new(Import) { Description = "First take over the existing viewer's settings, as 'oriel config migrate' does" };

    /// <summary>The options.</summary>
    public HelpGroup Group => new("Settings", [_file, _none, _set, _import]);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in Group.Options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The file that is read last; null = none.</summary>
    public static string? File(ParseResult parsed) => parsed.GetValue<string?>(Named);

    /// <summary>The usual files are not read.</summary>
    public static bool IsOff(ParseResult parsed, ConfigPlaces places) => parsed.GetValue<bool>(None) || places.AreOff;

    /// <summary>Settings by name, in order.</summary>
    public static IReadOnlyList<string> Words(ParseResult parsed) => parsed.GetValue<string[]>(Set) ?? [];

    /// <summary>The existing viewer's settings are to be taken over.</summary>
    public static bool Imports(ParseResult parsed) => parsed.GetValue<bool>(Import);
}
