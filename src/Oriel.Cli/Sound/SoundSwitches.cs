using System.CommandLine;
using Oriel.Cli.Help;
using Oriel.Sound;
using Oriel.Sound.Microphone;

namespace Oriel.Cli.Sound;

/// <summary>The options about sound and microphone. One set for each command.</summary>
internal sealed class SoundSwitches
{
    private const int LeastLatency = 5;
    private const int MostLatency = 400;
    private const int LeastPeriod = 32;
    private const int MostPeriod = 8192;

    private readonly Option<bool> _off = new("--no-audio") { Description = "No sound and no microphone" };

    private readonly Option<int> _latency = new("--audio-latency")
    {
        HelpName = "MS",
        Description = "Sound kept ready against late packets, in milliseconds; it grows by itself where that is not enough (default 30)",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<int> _period = new("--audio-period")
    {
        HelpName = "FRAMES",
        Description = "Frames at 48 kHz the device takes at once; 0: 10 ms (default 480)",
        DefaultValueFactory = _ => 480,
    };

    private readonly Option<string?> _output = new("--audio-output") { HelpName = "DEVICE", Description = "Where sound is played (default: the system's choice)" };
    private readonly Option<string?> _input = new("--audio-input") { HelpName = "DEVICE", Description = "The microphone (default: the system's choice)" };

    private readonly Option<SoundCodec> _codec = Choice.Of(
        "--audio-codec", "How sound travels; auto: raw on this machine, opus over a network", ("auto", SoundCodec.Auto), ("raw", SoundCodec.Raw), ("opus", SoundCodec.Opus));

    private readonly Option<bool> _ownVolume = new("--no-volume-sync") { Description = "Ignore the guest's own volume and mute" };

    private readonly Option<MicrophonePolicy> _microphone = Choice.Of(
        "--mic", "When the guest wants to record: ask each time, let it, or never", ("prompt", MicrophonePolicy.Prompt), ("allow", MicrophonePolicy.Allow), ("deny", MicrophonePolicy.Deny));

    private readonly Option<bool> _noIndicator = new("--no-mic-indicator") { Description = "No mark while the guest hears the microphone" };

    /// <summary>The options.</summary>
    public HelpGroup Group => new("Sound", [_off, _latency, _period, _output, _input, _codec, _ownVolume, _microphone, _noIndicator]);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in Group.Options)
        {
            command.Options.Add(option);
        }

        _latency.Validators.Add(result => Between(result, _latency, LeastLatency, MostLatency));
        _period.Validators.Add(result => Between(result, _period, LeastPeriod, MostPeriod, orZero: true));
    }

    /// <summary>What was asked for.</summary>
    public SoundSettings Read(ParseResult parsed) => new()
    {
        Enabled = !parsed.GetValue(_off),
        Codec = parsed.GetValue(_codec),
        Microphone = parsed.GetValue(_microphone),
        ShowMicrophone = !parsed.GetValue(_noIndicator),
        Engine = new SoundOptions
        {
            OutputDevice = parsed.GetValue(_output),
            InputDevice = parsed.GetValue(_input),
            PeriodFrames = parsed.GetValue(_period) is > 0 and var frames ? frames : 480,
            TargetLatency = TimeSpan.FromMilliseconds(parsed.GetValue(_latency)),
            FollowGuestVolume = !parsed.GetValue(_ownVolume),
        },
    };

    private static void Between(System.CommandLine.Parsing.OptionResult result, Option<int> option, int least, int most, bool orZero = false)
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && (value < least || value > most) && !(orZero && value == 0))
        {
            result.AddError($"{option.Name} must be {least} to {most}{(orZero ? ", or 0" : "")}, not {value}");
        }
    }
}
