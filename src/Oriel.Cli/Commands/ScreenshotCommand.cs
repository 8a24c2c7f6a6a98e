using System.CommandLine;
using Oriel.Cli.Pictures;

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
        var sdr = new Option<bool>("--sdr") { Description = "Save 8 bits, as the viewer shows it, where the guest's picture has 10 or 16" };
        var command = new Command(
            "screenshot",
            "Saves the guest's desktop as a PNG, pixel for pixel, rotated as it is shown. Needs no display and changes nothing for a running viewer.\n"
            + "Pictures of 10 and 16 bits are saved with 16: HDR in BT.2020 and PQ, and marked so.\n\n"
            + "Examples:\n"
            + "  oriel screenshot desktop.png\n"
            + "  oriel screenshot - --no-cursor | display -\n\n"
            + "Exit status: 0, 3 when the region cannot be opened, 4 when no picture arrived in time, 5 for an unknown protocol version, 8 when the file cannot be written.")
        {
            file, region, timeout, noCursor, sdr,
        };
        command.SetAction(parsed =>
        {
            var withCursor = !parsed.GetValue(noCursor);
            using var session = new ScreenshotSession(RegionOption.ResolveWithSettings(parsed, region).Source);
            session.Save(parsed.GetValue(file)!, session.Take(TimeSpan.FromSeconds(parsed.GetValue(timeout)), withCursor), withCursor, parsed.GetValue(sdr));
            return ExitCodes.Success;
        });
        return command;
    }
}
