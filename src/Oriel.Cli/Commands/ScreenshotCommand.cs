using System.CommandLine;
using Oriel.Cli.Headless;
using Oriel.Display;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel screenshot</c>: the guest's desktop as a PNG, without a window.</summary>
internal static class ScreenshotCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { HelpName = "FILE.png", Description = "Where to save the picture; - for standard output. An existing file is replaced." };
        var region = RegionOption.Create();
        var timeout = new Option<double>("--timeout") { HelpName = "S", Description = "How long to wait for a picture, seconds", DefaultValueFactory = _ => 5 };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 86_400))
            {
                result.AddError("--timeout must be above 0 and at most 86400 seconds");
            }
        });
        var noCursor = new Option<bool>("--no-cursor") { Description = "Leave the guest's cursor out" };
        var command = new Command(
            "screenshot",
            "Saves the guest's desktop as a PNG, pixel for pixel, rotated as it is shown. Needs no display and changes nothing for a running viewer.\n\n"
            + "Examples:\n"
            + "  oriel screenshot desktop.png\n"
            + "  oriel screenshot - --no-cursor | display -\n\n"
            + "Exit status: 0, 3 when the region cannot be opened, 4 when no picture arrived in time, 5 for an unknown protocol version, 6 without EGL.")
        {
            file, region, timeout, noCursor,
        };
        command.SetAction(parsed =>
        {
            var options = new HeadlessOptions
            {
                Source = RegionOption.Resolve(parsed, region).Source,
                Patience = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                Render = new RenderOptions { Settings = new ViewSettings { ShowCursor = !parsed.GetValue(noCursor) } },
            };
            using var session = new HeadlessSession(options);
            HeadlessSession.Save(parsed.GetValue(file)!, session.TakePicture());
            return ExitCodes.Success;
        });
        return command;
    }
}
