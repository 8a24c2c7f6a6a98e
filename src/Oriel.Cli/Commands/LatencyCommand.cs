using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Oriel.Cli.Clipboard;
using Oriel.Cli.Guest;
using Oriel.Cli.Help;
using Oriel.Cli.Latency;
using Oriel.Cli.Latency.Input;
using Oriel.Cli.Sound;
using Oriel.Cli.Spice;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel latency</c>: how long the real viewer's frames take, stage by stage, and how long the guest takes to answer.</summary>
internal sealed class LatencyCommand
{
    private const double DefaultSeconds = 10;
    private readonly Option<string?> _region = RegionOption.Create();
    private readonly SpiceSwitches _spice = new();
    private readonly ViewSwitches _switches = new(hasOwnEnd: true);

    private readonly Option<double> _seconds = new Option<double>("--seconds")
    {
        HelpName = "S",
        Description = $"Measure so long (default {DefaultSeconds:0})",
    }.AtLeast(0.001);

    private readonly Option<long> _frames = new Option<long>("--frames") { HelpName = "N", Description = "Measure so many frames" }.AtLeast(1);

    private readonly Option<double> _warmUp = new Option<double>("--warm-up")
    {
        HelpName = "S",
        Description = "Leave out the frames of so long after the first one (default 1)",
        DefaultValueFactory = _ => 1,
    }.AtLeast(0);

    private readonly Option<bool> _headless = new("--headless") { Description = "Draw off-screen; nothing is presented then. Also what happens without a display" };
    private readonly Option<string?> _json = new("--json") { HelpName = "FILE", Description = "Write the report there as JSON too" };
    private readonly Option<string?> _trace = new("--trace") { HelpName = "FILE", Description = "Write a trace of the frames there, to be opened with ui.perfetto.dev" };

    private readonly Option<Stimulus?> _input = new("--input")
    {
        HelpName = "WHAT",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Inject inputs through SPICE and measure until the guest's reaction is seen and shown: key:NAME[,NAME...] (keys take turns), move or click; "
            + $"alone: {Stimulus.Default}",
        CustomParser = ParseStimulus,
    };

    private readonly Option<int> _count = new Option<int>("--count") { HelpName = "N", Description = "Inputs (default 30)", DefaultValueFactory = _ => 30 }.AtLeast(1);

    private readonly Option<int> _interval = new Option<int>("--interval")
    {
        HelpName = "MS",
        Description = "Mean time between them; each is 0.5 to 1.5 of it (default 400)",
        DefaultValueFactory = _ => 400,
    }.AtLeast(100);

    private readonly Option<int> _limit = new Option<int>("--limit") { HelpName = "MS", Description = "Longest wait for a reaction (default 1000)", DefaultValueFactory = _ => 1000 }.AtLeast(100);

    private readonly Option<Patch?> _patch = new("--patch")
    {
        HelpName = "X,Y,WxH",
        Description = "Where the reaction is looked for, guest pixels (default: found by trying; for move the guest's pointer)",
        CustomParser = ParsePatch,
    };

    private LatencyCommand()
    {
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(HelpWriter help)
    {
        var self = new LatencyCommand();
        var command = new Command(
            "latency",
            "Measures how long frames take from the guest's capture to the screen, stage by stage.\n"
            + "Runs the viewer as 'oriel view' does and prints percentiles at the end, or on Ctrl+C. What is not known is said to be unknown, never zero.");
        var groups = self.Groups;
        foreach (var option in groups.Take(3).SelectMany(group => group.Options).Except(self._spice.Group.Options))
        {
            command.Options.Add(option);
        }

        self._spice.AddTo(command);
        self._switches.AddTo(command);
        command.Validators.Add(self.Check);
        command.SetAction(self.Run);
        help.Add(command, new HelpPage
        {
            Usage = ["latency [options]"],
            Examples =
            [
                ("oriel latency", "ten seconds of the guest's frames in a window"),
                ("oriel latency --headless --frames 1000 --json latency.json", "a thousand frames without a window"),
                ("oriel latency --trace frames.json", "see every frame in ui.perfetto.dev"),
                ("oriel latency --spice 127.0.0.1:5900 --input", "type and erase a letter 30 times, and wait for it on the screen"),
            ],
            Groups = groups,
            Notes = [ExitStatus],
        });
        return command;
    }

    private IReadOnlyList<HelpGroup> Groups =>
    [
        new("Guest", [_region, .. _spice.Group.Options]),
        new("Measuring", [_seconds, _frames, _warmUp, _headless, _json, _trace]),
        new("Input to picture", [_input, _count, _interval, _limit, _patch]),
        .. _switches.Groups,
    ];

    private static (string Title, IReadOnlyList<(string Left, string Right)> Rows) ExitStatus => (
        "Exit status",
        [
            ("0", "something was measured"),
            ("2", "the command line was not understood"),
            ("3, 4, 5", "no region; no frame, no SPICE server or no reaction; unknown protocol version"),
            ("6", "no OpenGL 4.5, or the display went away"),
            ("8", "a file named on the command line cannot be written"),
        ]);

    private static bool HasDisplay => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY")) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));

    private static Stimulus? ParseStimulus(ArgumentResult result)
    {
        if (!Stimulus.TryParse(result.Tokens.Count == 0 ? Stimulus.Default : result.Tokens[0].Value, out var stimulus, out var problem))
        {
            result.AddError(problem);
        }

        return stimulus;
    }

    private static Patch? ParsePatch(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Patch.TryParse(text, out var patch))
        {
            return patch;
        }

        result.AddError($"'{text}' is not a patch such as 100,200,64x32, of at most {Patch.MostPixels} pixels");
        return null;
    }

    private void Check(CommandResult result)
    {
        var isMeasuringInput = result.GetResult(_input) is not null;
        foreach (var option in (Option[])[_count, _interval, _limit, _patch])
        {
            if (!isMeasuringInput && result.GetResult(option) is { Implicit: false })
            {
                result.AddError($"{option.Name} needs --input");
            }
        }

        if (isMeasuringInput && (result.GetResult(_seconds) is { Implicit: false } || result.GetResult(_frames) is { Implicit: false }))
        {
            result.AddError("--input ends after --count inputs: leave --seconds and --frames out");
        }
    }

    private int Run(ParseResult parsed)
    {
        var options = Options(parsed);
        if (options.IsHeadless && !parsed.GetValue(_headless))
        {
            Console.Error.WriteLine("oriel: there is no display, so frames are drawn off-screen (as with --headless)");
        }

        using var session = new LatencySession(options);
        var report = session.Run();
        if (options.Json is { } json)
        {
            Save(json, output => JsonSerializer.Serialize(output, report, LatencyJson.Default.LatencyReport));
        }

        if (options.Trace is { } trace)
        {
            Save(trace, output => LatencyTrace.Write(output, report, session.Frames, session.Trials));
        }

        Console.Out.Write(LatencyText.Write(report));
        return report.Input is { Tried: > 0, Detected: 0 } input
            ? throw new OrielException(
                CliErrors.NoReaction, $"none of {input.Tried} inputs ({input.Stimulus}) changed the watched place in time", "a guest that reacts where it is looked for",
                "put the focus on a program that reacts, look elsewhere (--patch), or wait longer (--limit)")
            : ExitCodes.Success;
    }

    private LatencyOptions Options(ParseResult parsed)
    {
        var region = RegionOption.ResolveWithSettings(parsed, _region);
        var stimulus = parsed.GetResult(_input) is null ? null : parsed.GetValue(_input);
        var frames = parsed.GetValue(_frames);
        var seconds = parsed.GetValue(_seconds);
        return new LatencyOptions
        {
            View = _switches.View(parsed, region.Source),
            Reason = region.Reason,
            IsHeadless = parsed.GetValue(_headless) || !HasDisplay,
            Guest = Guest(parsed, region, isNeeded: stimulus is not null),
            Frames = frames,
            Duration = TimeSpan.FromSeconds(seconds > 0 ? seconds : frames > 0 ? 0 : DefaultSeconds),
            WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)),
            Json = parsed.GetValue(_json),
            Trace = parsed.GetValue(_trace),
            Log = _switches.Log(parsed),
            Input = stimulus is null ? null : new InputMeterOptions
            {
                Stimulus = stimulus,
                Count = parsed.GetValue(_count),
                Interval = TimeSpan.FromMilliseconds(parsed.GetValue(_interval)),
                Limit = TimeSpan.FromMilliseconds(parsed.GetValue(_limit)),
                Patch = parsed.GetValue(_patch),
            },
        };
    }

    // The emulated screen is not what is measured, sound and clipboard have no part in it, and a server that nobody named is only asked when something is to be injected.
    private GuestOptions? Guest(ParseResult parsed, RegionChoice region, bool isNeeded)
    {
        var nothing = new ClipboardOptions { ToGuest = false, ToHost = false, Files = false };
        return _spice.Read(parsed, new SoundSettings { Enabled = false }, nothing, region) is { } guest && (isNeeded || guest.IsGiven) ? guest with { ShowFallback = false } : null;
    }

    private static void Save(string path, Action<Stream> write)
    {
        try
        {
            using var file = File.Create(path);
            write(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(CliErrors.CannotWrite, $"{path}: {error.Message}", "a place where a file can be made", "name another file, or change the folder's permissions", error);
        }
    }
}
