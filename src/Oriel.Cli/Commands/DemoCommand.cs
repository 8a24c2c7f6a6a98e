using System.CommandLine;
using Oriel.Cli.Headless;
using Oriel.Cli.Help;
using Oriel.Cli.View;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel demo</c>: a synthetic guest and the viewer in one process, to see that window, renderer and relay work on this machine.</summary>
internal sealed class DemoCommand
{
    private const ulong Slack = 8 << 20;
    private readonly ViewSwitches _switches = new();
    private readonly Option<bool> _pattern = new("--pattern") { Description = "Play a test pattern (the only thing it plays so far, so it may be left out)" };
    private readonly Option<(int Width, int Height)?> _picture = Choice.Size("--picture", "Mode of the synthetic guest (default 1280x720)", 64);

    private readonly Option<double> _rate = new Option<double>("--rate")
    {
        HelpName = "HZ",
        Description = "Frames per second of the synthetic guest (default 60)",
        DefaultValueFactory = _ => 60,
    }.AtLeast(0.1);

    private DemoCommand()
    {
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(HelpWriter help)
    {
        var self = new DemoCommand();
        var command = new Command(
            "demo",
            "Shows a synthetic guest: a moving test pattern that passes through shared memory like a real one. No virtual machine is needed.\n"
            + "A real desktop, captured by the agent, is what './dev demo' shows in the source tree; a guest of your own, 'oriel view'.");
        command.Options.Add(self._pattern);
        command.Options.Add(self._picture);
        command.Options.Add(self._rate);
        self._switches.AddTo(command);
        command.SetAction(self.Run);
        help.Add(command, new HelpPage
        {
            Usage = ["demo [options]"],
            Examples =
            [
                ("oriel demo", "a moving pattern in a window"),
                ("oriel demo --picture 3840x2160 --hud", "a 4K guest, with figures"),
                ("oriel demo --headless --frames 300 --screenshot demo.png", "without a display: figures as JSON, and a picture"),
            ],
            Groups = [new("Synthetic guest", [self._pattern, self._picture, self._rate]), .. self._switches.Groups],
            Notes = [ViewSwitches.Keys],
        });
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var (width, height) = parsed.GetValue(_picture) ?? (1280, 720);
        var path = $"/dev/shm/oriel-demo-{Environment.ProcessId}";
        try
        {
            // Two frame buffers, and room for cursors and the header.
            var bytes = (2 * FramePitch.For(FrameType.Bgra, (uint)width) * (ulong)height) + Slack;
            using var region = Region.CreateFile(path, bytes, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            using var guest = new PatternProducer(
                region,
                new ProducerOptions { ProducerText = "oriel demo", ReportsTimes = true, Status = new GuestStatus { State = GuestState.Capturing, Agent = "oriel demo", Backend = "pattern" } },
                new PatternOptions
                {
                    Pattern = new TestPattern(FrameType.Bgra, (uint)width, (uint)height, PatternDamage.Moving),
                    RateHz = parsed.GetValue(_rate),
                    Cursor = PatternCursorKind.Color,
                });
            guest.Start();
            return Show(parsed, path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private int Show(ParseResult parsed, string path)
    {
        if (_switches.IsHeadless(parsed))
        {
            using var headless = new HeadlessSession(_switches.Headless(parsed, path));
            return headless.Run();
        }

        using var session = new ViewSession(_switches.Log(parsed), cleanUp: () => File.Delete(path));
        session.Run(_switches.View(parsed, path), "made for this demo");
        return ExitCodes.Success;
    }
}
