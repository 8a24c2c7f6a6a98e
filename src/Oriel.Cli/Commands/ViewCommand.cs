using System.CommandLine;
using Oriel.Cli.Clipboard;
using Oriel.Cli.Configuration;
using Oriel.Cli.Headless;
using Oriel.Cli.Help;
using Oriel.Cli.Sound;
using Oriel.Cli.Spice;
using Oriel.Cli.View;
using Oriel.Display.Windowing;
using Oriel.Interop.Linux;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel view</c>, and <c>oriel</c> alone: the guest's picture in a window.</summary>
internal sealed class ViewCommand
{
    private readonly Option<string?> _region = RegionOption.Create();

    private readonly Argument<string?> _machine = new("NAME|UUID")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Virtual machine to show: its name, its UUID, or at least four characters of how that begins. Region and SPICE server are then its own",
    };

    private readonly ViewSwitches _switches = new();
    private readonly SpiceSwitches _spice = new();
    private readonly SoundSwitches _sound = new();
    private readonly ClipboardSwitches _clipboard = new();
    private readonly ConfigSwitches _config = new();

    private ViewCommand()
    {
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(HelpWriter help)
    {
        var command = new Command(
            "view",
            "Shows the guest in a window (what oriel does without a command).\n"
            + "While there is no picture the window says why, and goes on by itself when the guest comes, goes, restarts or changes its mode.");
        AddTo(
            command,
            help,
            ["view [NAME|UUID] [options]"],
            [
                ("oriel view", "the machine that runs, or the region that is found"),
                ("oriel view win11", "the virtual machine win11: its region, its keyboard and mouse"),
                ("oriel view -F --vsync adaptive", "full screen, no tearing while the guest keeps up"),
                ("oriel view -f /dev/kvmfr0 --scale integer", "that device, sharp pixels"),
                ("oriel view --headless --frames 100", "no window: figures of 100 frames, as JSON"),
            ]);
        return command;
    }

    /// <summary>Gives a command (the root, or <c>view</c>) the options and the action.</summary>
    public static void AddTo(Command command, HelpWriter help, IReadOnlyList<string> usage, IReadOnlyList<(string Line, string Meaning)> examples)
    {
        var self = new ViewCommand();
        if (command is not RootCommand)
        {
            // Of the root it would take misspelt commands for machines.
            self._machine.Validators.Add(PlainText.RefuseUnknownOptions);
            command.Arguments.Add(self._machine);
        }

        command.Options.Add(self._region);
        self._spice.AddTo(command);
        self._sound.AddTo(command);
        self._clipboard.AddTo(command);
        self._switches.AddTo(command);
        self._config.AddTo(command);
        command.SetAction(self.Run);
        help.Add(command, new HelpPage
        {
            Usage = usage,
            Examples = examples,
            Groups = [new("Guest", [self._region, .. self._spice.Group.Options]), .. self._switches.Groups, self._sound.Group, self._clipboard.Group, self._config.Group],
            Notes = [ViewSwitches.Keys, ExitStatus],
        });
    }

    private static (string Title, IReadOnlyList<(string Left, string Right)> Rows) ExitStatus => (
        "Exit status",
        [
            ("0", "the window was closed, or the run ended as asked"),
            ("2", "the command line was not understood"),
            ("3, 4, 5", "with --headless: no region, no picture in time, unknown protocol version"),
            ("6", "no display, no OpenGL 4.5, or the display went away"),
            ("8", "a file named on the command line cannot be written"),
        ]);

    // From here on the command line says what the files say, too.
    private (ParseResult Parsed, ViewProfile Profile) Configure(ParseResult typed, MachineIdentity? machine)
    {
        var places = new ConfigPlaces();
        var first = new FirstStart(places, typed.CommandResult.Command);
        if (ConfigSwitches.Imports(typed))
        {
            first.Take([], Console.Error);
        }

        var isOff = ConfigSwitches.IsOff(typed, places);
        var notice = isOff || _switches.IsHeadless(typed) ? null : first.Look(FirstStart.CanAsk(), Console.In, Console.Error);
        var line = ConfiguredLine.Apply(typed, machine, places);
        foreach (var warning in notice is null ? line.Warnings : line.Warnings.Append(notice))
        {
            Console.Error.WriteLine($"oriel: {warning}");
        }

        return (line.Parsed, new ViewProfile
        {
            Files = line.Store.Files,
            Warnings = line.Warnings,
            Notice = notice,
            Saver = new SettingsSaver(places, machine, line.Resolved),
        });
    }

    private int Run(ParseResult parsed)
    {
        NativeHeap.KeepSmall();
        var name = parsed.CommandResult.Command is RootCommand ? null : parsed.GetValue(_machine);

        // A region in the files for all spares the search; which machine it is decides what files of its own it has, and those may name another one.
        var before = name is null ? ConfiguredLine.Apply(parsed).Parsed : parsed;
        var region = RegionOption.Resolve(before, _region, name);
        MachineIdentity? machine = region.MachineName.Length == 0 ? null : new MachineIdentity(region.MachineName, region.MachineUuid?.ToString()) { IsNamed = region.Origin == RegionOrigin.Machine || name is not null };
        var (configured, profile) = Configure(parsed, machine);
        if (configured.GetValue(_region) != before.GetValue(_region))
        {
            region = RegionOption.Resolve(configured, _region, name);
        }

        parsed = configured;
        if (_switches.IsHeadless(parsed))
        {
            using var headless = new HeadlessSession(_switches.Headless(parsed, region.Source) with { Guest = _spice.Read(parsed, new SoundSettings(), new ClipboardOptions(), region) is { IsGiven: true } guest ? guest : null });
            return headless.Run();
        }

        using var session = new ViewSession(_switches.Log(parsed));
        session.Run(Titled(_switches.View(parsed, region.Source), region) with { Guest = _spice.Read(parsed, _sound.Read(parsed), _clipboard.Read(parsed), region), Profile = profile }, region.Reason);
        return ExitCodes.Success;
    }

    /// <summary>A window of a machine has its name, unless the user chose a title.</summary>
    private static ViewOptions Titled(ViewOptions options, RegionChoice region) => region.MachineName.Length > 0 && options.Window.Title == WindowOptions.DefaultTitle
        ? options with { Window = options.Window with { Title = $"{PlainText.Safe(region.MachineName)} - {WindowOptions.DefaultTitle}" } }
        : options;
}
