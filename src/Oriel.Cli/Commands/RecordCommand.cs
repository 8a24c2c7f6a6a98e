using System.CommandLine;
using System.CommandLine.Parsing;
using Oriel.Cli.Clipboard;
using Oriel.Cli.Help;
using Oriel.Cli.Record;
using Oriel.Cli.Sound;
using Oriel.Cli.Spice;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel record</c>: the guest's desktop into a file, a pipe, or a camera that other programs can use.</summary>
internal sealed class RecordCommand
{
    private readonly Argument<string?> _file = new("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "Where to record to; its extension says what container: " + string.Join(", ", RecordTarget.Containers) + ". - for standard output" };
    private readonly Option<string?> _region = RegionOption.Create();
    private readonly SpiceSwitches _spice = new();

    private readonly Option<string?> _to = new("--to")
    {
        HelpName = "/dev/videoN|pipewire[:NAME]",
        Description = "Instead of a file: be a camera for other programs, by a V4L2 loop-back device (v4l2loopback) or as a source in the PipeWire graph",
    };

    private readonly Option<double> _fps = new("--fps") { HelpName = "N", Description = "Pictures a second, 1 to 480 (default 60, a camera 30). Pictures are repeated or left out by the clock", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> _vfr = new("--vfr") { Description = "Each frame at the time it was captured instead of a constant rate; nothing is repeated or left out. --fps then only limits how often a pointer that moves alone is recorded" };
    private readonly Option<double> _duration = new Option<double>("--duration") { HelpName = "S", Description = "End after so many seconds" }.AtLeast(0.001);
    private readonly Option<double> _timeout = new Option<double>("--timeout") { HelpName = "S", Description = "How long to wait for the first picture, seconds (default 10)", DefaultValueFactory = _ => 10 }.AtLeast(0.1);

    private readonly Option<string> _codec = new("--codec")
    {
        HelpName = "NAME",
        Description = "auto, lossless, h264, hevc, av1, or an encoder by ffmpeg's name. auto is h264, with HDR hevc, on a GPU where that works (default auto)",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<int> _quality = new("--quality") { HelpName = "N", Description = "0 (best) to 51 (smallest) (default 20); nothing to lossless", DefaultValueFactory = _ => 20 };
    private readonly Option<bool> _software = new("--no-hardware") { Description = "Do not use a GPU's encoder" };
    private readonly Option<string?> _container = new("--container") { HelpName = string.Join('|', RecordTarget.Containers), Description = "The container, whatever the file is called (standard output: mkv)" };
    private readonly Option<(int Width, int Height)?> _size = Choice.Size("--size", "Size of the recording (default that of the first picture). What has another is fitted between black bars", 16);
    private readonly Option<bool> _noCursor = new("--no-cursor") { Description = "Leave the guest's pointer out" };
    private readonly Option<bool> _sdr = new("--sdr") { Description = "Map HDR to SDR as the viewer does" };
    private readonly Option<bool> _noSound = new("--no-sound") { Description = "No sound" };
    private readonly Option<bool> _sound = new("--sound") { Description = "Record sound although another SPICE client, such as the viewer, is connected: it is disconnected by that" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace an existing file without asking" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print nothing but errors" };
    private readonly Option<bool> _json = new("--json") { Description = "Print figures as one JSON line at the end" };

    private RecordCommand()
    {
        _container.AcceptOnlyFromAmong([.. RecordTarget.Containers]);
        Bound(_fps, 1, 480);
        Bound(_quality, 0, 51);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(HelpWriter help)
    {
        var self = new RecordCommand();
        var command = new Command(
            "record",
            "Records the guest's desktop with its sound, through the system's ffmpeg, or shows it to other programs as a camera.\n"
            + "Needs no display and changes nothing for a running viewer or for the guest. Ends in order on Ctrl+C.") { self._file };
        var groups = self.Groups;
        foreach (var option in groups.SelectMany(group => group.Options).Except(self._spice.Group.Options))
        {
            command.Options.Add(option);
        }

        self._spice.AddTo(command);
        foreach (var option in self._spice.Group.Options.Except(self.SpiceOptions))
        {
            command.Options.Remove(option);
        }

        command.Validators.Add(self.Check);
        command.SetAction(self.Run);
        help.Add(command, new HelpPage
        {
            Usage = ["record FILE [options]", "record - [options]", "record --to /dev/videoN|pipewire[:NAME] [options]"],
            Examples =
            [
                ("oriel record desktop.mkv", "until Ctrl+C, 60 pictures a second, with sound"),
                ("oriel record bug.mp4 --duration 30 --size 1280x720", "half a minute, smaller"),
                ("oriel record master.mkv --codec lossless --vfr", "every frame, bit for bit, at its own time"),
                ("oriel record - | ffplay -", "watch it elsewhere"),
                ("oriel record --to pipewire", "be a camera for OBS or a video call"),
            ],
            Groups = groups,
            Notes = [ExitStatus],
        });
        return command;
    }

    private static (string Title, IReadOnlyList<(string Left, string Right)> Rows) ExitStatus => (
        "Exit status",
        [
            ("0", "recorded, also when it was ended by Ctrl+C"),
            ("2", "the command line was not understood"),
            ("3, 4, 5", "no region; no picture in time; unknown protocol version"),
            ("8", "no ffmpeg or no encoder, the file is there already, or the encoder failed"),
        ]);

    // The emulated screen has no part in a recording.
    private IEnumerable<Option> SpiceOptions => _spice.Group.Options.Where(option => option.Name != "--no-fallback");

    private IReadOnlyList<HelpGroup> Groups =>
    [
        new("Guest", [_region, _timeout, .. SpiceOptions]),
        new("Pictures", [_fps, _vfr, _size, _noCursor, _sdr]),
        new("Sound", [_noSound, _sound]),
        new("Recording", [_codec, _quality, _software, _container, _duration, _force]),
        new("Camera", [_to]),
        new("Output", [_quiet, _json]),
    ];

    private static void Bound<T>(Option<T> option, double least, double most)
        where T : struct, IConvertible =>
        option.Validators.Add(result =>
        {
            if (result is { Implicit: false } && result.GetValueOrDefault<T>().ToDouble(null) is var value && !(value >= least && value <= most))
            {
                result.AddError($"{option.Name} must be {least} to {most}");
            }
        });

    private void Check(CommandResult result)
    {
        var hasFile = result.GetResult(_file) is { Tokens.Count: > 0 };
        var to = result.GetResult(_to) is { Tokens: [var token] } ? token.Value : null;
        if (hasFile == (to is not null))
        {
            result.AddError(hasFile ? "name a file or --to, not both" : "name a file to record to, - for standard output, or a camera with --to");
        }

        if (result.GetResult(_file) is { Tokens: [var name] } && name.Value.Length > 1 && name.Value[0] == '-')
        {
            result.AddError($"unknown option {name.Value}");
        }

        if (to is not null && !RecordTarget.TryParseLive(to, out _))
        {
            result.AddError($"'{to}' is not /dev/videoN, pipewire or pipewire:NAME (letters, digits, '-', '_' and '.')");
        }

        if (to is not null && result.GetResult(_vfr) is { Implicit: false })
        {
            result.AddError("a camera has a constant rate: leave --vfr out");
        }

        if (result.GetResult(_sound) is { Implicit: false } && result.GetResult(_noSound) is { Implicit: false })
        {
            result.AddError("--sound or --no-sound, not both");
        }
    }

    private int Run(ParseResult parsed)
    {
        var target = parsed.GetValue(_to) is { } live && RecordTarget.TryParseLive(live, out var camera) ? camera! : RecordTarget.ForFile(parsed.GetValue(_file)!, parsed.GetValue(_container));
        var fps = parsed.GetValue(_fps);
        var nothing = new ClipboardOptions { ToGuest = false, ToHost = false, Files = false };
        using var session = new RecordSession(new RecordOptions
        {
            Source = RegionOption.ResolveWithSettings(parsed, _region).Source,
            Target = target,
            Guest = _spice.Read(parsed, new SoundSettings(), nothing),
            Sound = parsed.GetValue(_noSound) ? SoundWish.None : parsed.GetValue(_sound) ? SoundWish.Take : SoundWish.Auto,
            RateHz = fps > 0 ? fps : target.IsLive ? 30 : 60,
            IsVariable = parsed.GetValue(_vfr),
            Duration = TimeSpan.FromSeconds(parsed.GetValue(_duration)),
            Patience = TimeSpan.FromSeconds(parsed.GetValue(_timeout)),
            Codec = parsed.GetValue(_codec)!,
            Quality = parsed.GetValue(_quality),
            AllowHardware = !parsed.GetValue(_software),
            Size = parsed.GetValue(_size),
            ShowCursor = !parsed.GetValue(_noCursor),
            IsSdr = parsed.GetValue(_sdr),
            Force = parsed.GetValue(_force),
            IsQuiet = parsed.GetValue(_quiet),
            IsJson = parsed.GetValue(_json),
        });
        return session.Run();
    }
}
