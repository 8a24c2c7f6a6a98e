using System.CommandLine;
using System.CommandLine.Parsing;
using Oriel.Cli.Commands;

namespace Oriel.Cli.Configuration;

/// <summary>A command line together with what the configuration files say: parsed anew with every option that somebody decided on, so that the rest of the program knows of options only.</summary>
internal sealed record ConfiguredLine
{
    /// <summary>The command line with everything in it.</summary>
    public required ParseResult Parsed { get; init; }

    /// <summary>The settings it was made of.</summary>
    public required SettingStore Store { get; init; }

    /// <summary>What was decided for each option somebody had a say in.</summary>
    public required IReadOnlyList<ResolvedSetting> Resolved { get; init; }

    /// <summary>What a user should know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Reads the files and puts them under (with --config: over) the command line. Throws <see cref="OrielException"/> naming file, line and what would be right.</summary>
    /// <param name="parsed">The command line as typed.</param>
    /// <param name="machine">The VM that was asked for by name; null = none.</param>
    /// <param name="places">Where the files are; null = the usual places.</param>
    public static ConfiguredLine Apply(ParseResult parsed, MachineIdentity? machine = null, ConfigPlaces? places = null)
    {
        places ??= new ConfigPlaces();
        var command = parsed.CommandResult.Command;
        var store = Load(ConfigSwitches.IsOff(parsed, places) ? null : places, machine, places);
        store.AddWords(ConfigSwitches.Words(parsed), row => IsOn(row, command));
        List<string> other = [];
        foreach (var given in parsed.CommandResult.Children.OfType<OptionResult>().Where(result => !result.Implicit))
        {
            var words = given.Tokens.Select(token => token.Value).ToList();
            if (ViewerSettings.OfOption(given.Option.Name) is { } row)
            {
                store.AddOption(row, words);
            }
            else
            {
                other.AddRange(Line(given.Option.Name, words));
            }
        }

        if (ConfigSwitches.File(parsed) is { } last)
        {
            store.AddFile(last, SettingLayer.Named);
        }

        var resolved = SettingResolver.Resolve(store, command);
        string[] line =
        [
            .. Path(parsed), .. resolved.Where(r => r.Words is not null).SelectMany(r => Line(r.Setting.Option!, r.Words!)), .. other,
            .. parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value) is var rest && rest.Any() ? rest.Prepend("--") : [],
        ];
        var configured = Root(parsed).Parse(line);
        Refuse(configured, resolved);
        return new ConfiguredLine
        {
            Parsed = configured,
            Store = store,
            Resolved = resolved,
            Warnings = [.. store.Warnings, .. SettingResolver.WithoutOption(store, command).Select(given => $"{given.Source}: {given.Setting.Name} is known, but has no effect yet")],
        };
    }

    /// <summary>Reads the files at the usual places. Throws <see cref="OrielException"/>.</summary>
    /// <param name="read">The places to read; null = none.</param>
    /// <param name="machine">The VM whose own files count; null = none.</param>
    /// <param name="places">Where variables are read.</param>
    public static SettingStore Load(ConfigPlaces? read, MachineIdentity? machine, ConfigPlaces places)
    {
        // A variable and a VM's name are nearer to the user than a file for everything.
        var store = new SettingStore((row, layer) =>
            layer >= SettingLayer.CommandLine
            || ((row.Environment is not { } variable || string.IsNullOrEmpty(places.Environment(variable))) && (!row.IsOfOneMachine || machine is not { IsNamed: true } || layer == SettingLayer.Machine)));
        foreach (var (file, layer) in read?.Files(machine).Where(place => File.Exists(place.File)) ?? [])
        {
            store.AddFile(file, layer);
        }

        return store;
    }

    /// <summary>A yes or no stands at yes when nobody says anything.</summary>
    public static bool IsOn(ViewerSetting row, Command command) =>
        !row.IsTranslated && command.Options.FirstOrDefault(option => option.Name == row.Option) is { } option ? OptionChoice.Default(row, option) == "yes" : row.ExistingDefault == "yes";

    /// <summary>An option and its words as a command line has them.</summary>
    public static IEnumerable<string> Line(string option, IReadOnlyList<string> words) =>
        words.Count == 0 ? [option] : words.SelectMany(word => word.Length == 0 ? new[] { option, word } : [$"{option}={word}"]);

    /// <summary>The command line's words about a wrong value, on one line.</summary>
    public static string Sentence(string message) => PlainText.Safe(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static RootCommand Root(ParseResult parsed) => (RootCommand)parsed.RootCommandResult.Command;

    private static IEnumerable<string> Path(ParseResult parsed)
    {
        List<string> names = [];
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } command; result = command.Parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return names;
    }

    // The line was right as typed, so what is wrong now came from a file or by name.
    private static void Refuse(ParseResult configured, IReadOnlyList<ResolvedSetting> resolved)
    {
        foreach (var error in configured.Errors)
        {
            var wrong = error.SymbolResult is OptionResult { Option.Name: var name } ? resolved.FirstOrDefault(r => r.Setting.Option == name)
                : resolved.Where(r => error.Message.Contains(r.Setting.Option!, StringComparison.Ordinal)).MaxBy(r => r.Setting.Option!.Length);
            throw Bad(wrong, error.Message);
        }
    }

    private static OrielException Bad(ResolvedSetting? wrong, string message)
    {
        var from = wrong?.From[0];
        var seen = from is null ? "the settings together" : $"{from.Setting.Name}={PlainText.Safe(from.Value)} ({from.Source})";
        return new OrielException(
            CliErrors.SettingValue, seen, Sentence(message),
            from?.Source.File is { } file ? $"correct that line of {PlainText.Safe(file)}; 'oriel config show --all {from.Setting.Section}' lists values" : "docs/options.md lists names and values");
    }
}
