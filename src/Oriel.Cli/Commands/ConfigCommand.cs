using System.CommandLine;
using Oriel.Cli.Configuration;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel config</c>: looks at settings, changes them, and takes over those of the existing viewer.</summary>
internal sealed class ConfigCommand
{
    private readonly ConfigPlaces _places = new();
    private readonly Command _view;

    private readonly Option<string?> _machine = new("--machine") { HelpName = "VM", Description = "Settings of this VM alone, by its name or UUID" };

    private ConfigCommand(Command view) => _view = view;

    /// <summary>Makes the command.</summary>
    /// <param name="view">The command whose options the settings are.</param>
    public static Command Create(Command view)
    {
        var self = new ConfigCommand(view);
        var command = new Command(
            "config",
            "Settings of 'oriel view': shows where each comes from, changes them, takes over those of the existing viewer.\n\n"
            + "Examples:\n"
            + "  oriel config show\n"
            + "  oriel config set win:fullScreen yes\n"
            + "  oriel config set win:scale integer --machine win11\n"
            + "  oriel config migrate --dry-run\n\n"
            + "Files, later ones count for more: /etc/oriel/oriel.ini, $XDG_CONFIG_HOME/oriel/oriel.ini, oriel/machines/VM.ini, the command line, --config FILE. All names: docs/options.md.");
        command.Subcommands.Add(self.Show());
        command.Subcommands.Add(self.Set());
        command.Subcommands.Add(self.Unset());
        command.Subcommands.Add(self.Migrate());
        command.Subcommands.Add(self.Path());
        return command;
    }

    private Command Show()
    {
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "A setting such as win:scale, or a section such as win" };
        var all = new Option<bool>("--all") { Description = "Also settings that nobody set" };
        var command = new Command("show", "Shows settings and where they come from; a name alone shows that one, set or not") { name, all, _machine };
        command.SetAction(parsed =>
        {
            var store = ConfiguredLine.Load(_places.AreOff ? null : _places, Identity(parsed), _places);
            new ConfigTable(_view, store).Write(Console.Out, parsed.GetValue(name), parsed.GetValue(all));
            store.Warnings.ToList().ForEach(warning => Console.Error.WriteLine($"oriel: {warning}"));
        });
        return command;
    }

    private Command Set()
    {
        var name = new Argument<string>("NAME") { Description = "The setting" };
        var value = new Argument<string>("VALUE") { Description = "Its value; after -- when it begins with a dash" };
        var command = new Command("set", "Gives a setting a value in your file; comments and order stay as they are") { name, value, _machine };
        command.SetAction(parsed => Change(parsed, parsed.GetValue(name)!, parsed.GetValue(value)!));
        return command;
    }

    private Command Unset()
    {
        var name = new Argument<string>("NAME") { Description = "The setting" };
        var command = new Command("unset", "Takes a setting out of your file") { name, _machine };
        command.SetAction(parsed =>
        {
            var (row, file) = (SettingChange.Find(parsed.GetValue(name)!), Target(parsed));
            var had = false;
            if (File.Exists(file))
            {
                ConfigFile.Update(file, text => had = text.Unset(row));
            }

            Console.Out.WriteLine(had ? $"{row.Name} taken out of {PlainText.Safe(file)}" : $"{row.Name} is not in {PlainText.Safe(file)}");
        });
        return command;
    }

    private Command Migrate()
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.ZeroOrMore, Description = "Files of the existing viewer (default: those at its usual places)" };
        var dry = new Option<bool>("--dry-run", "-n") { Description = "Only say what would become of each setting" };
        var command = new Command("migrate", "Takes over settings of the existing viewer into your file, and accounts for every one of them. What your file says already stays") { files, dry, _machine };
        command.SetAction(parsed => new FirstStart(_places, _view).Take(parsed.GetValue(files) ?? [], Console.Out, Target(parsed), parsed.GetValue(dry)));
        return command;
    }

    private Command Path()
    {
        var command = new Command("path", "Says where configuration files are looked for, in order, and which are there") { _machine };
        command.SetAction(parsed =>
        {
            if (_places.AreOff)
            {
                Console.Out.WriteLine($"None is read: ${ConfigPlaces.Variable} is off");
                return;
            }

            var found = _places.Files(Identity(parsed)).Select(place => (string[])[PlainText.Safe(place.File), File.Exists(place.File) ? "read" : "not there"])
                .Concat(_places.Existing.Where(File.Exists).Select(file => (string[])[PlainText.Safe(file), "the existing viewer's: oriel config migrate"]));
            PlainText.WriteTable(Console.Out, [.. found]);
        });
        return command;
    }

    private void Change(ParseResult parsed, string name, string value)
    {
        var file = Target(parsed);
        var changes = SettingChange.Read(_view, name, value);
        ConfigFile.Update(file, text => changes.ToList().ForEach(change => text.Set(change.Setting, change.Value)));
        foreach (var (setting, written) in changes)
        {
            Console.Out.WriteLine($"{setting.Name}={PlainText.Safe(written)} in {PlainText.Safe(file)}");
        }
    }

    private MachineIdentity? Identity(ParseResult parsed) => parsed.GetValue(_machine) is { Length: > 0 } machine ? new MachineIdentity(machine, null) : null;

    private string Target(ParseResult parsed) => parsed.GetValue(_machine) is { Length: > 0 } machine ? _places.MachineFile(machine) : _places.UserFile;
}
