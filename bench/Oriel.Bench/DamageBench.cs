using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Oriel.Bench;

/// <summary>
/// <c>damage</c>: a window of 400x300 moves at 60 Hz on a 4K desktop; pixels moved at every stage per pixel that changed (what the window left and covers). Two runs of different length are
/// subtracted, so that the whole pictures at the beginning do not count.
/// </summary>
internal static class DamageBench
{
    private const double BytesPerPixel = 4;

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "length of the longer run", DefaultValueFactory = _ => 14 };
        var json = Figure.JsonOption();
        var command = new Command("damage", "bytes moved per byte that changed, at every stage, while a small window moves on a 4K desktop") { seconds, json };
        command.SetAction(parse =>
        {
            var figures = Measure(parse.GetValue(seconds));
            Figure.Print(figures);
            Figure.Write(parse.GetValue(json), figures);
            return 0;
        });
        return command;
    }

    private static List<Figure> Measure(int seconds)
    {
        var (few, many) = (Run(TimeSpan.FromSeconds(3)), Run(TimeSpan.FromSeconds(seconds)));
        var changed = many.Changed - few.Changed;
        var note = $"400x300 by 4 pixels a frame at 60 Hz, {many.Frames} frames";
        List<Figure> figures = [new("bytes captured per damaged byte", (many.Captured - few.Captured) / changed, "×") { Note = note }];
        if (many.Filled > 0)
        {
            figures.Add(new Figure("bytes copied into the region per damaged byte", (many.Filled - few.Filled) / changed, "×") { Note = note });
        }

        figures.Add(new Figure("bytes copied out of the region per damaged byte", (many.Copied - few.Copied) / changed, "×") { Note = note });
        if (many.Uploaded > 0)
        {
            figures.Add(new Figure("bytes uploaded per damaged byte", (many.Uploaded - few.Uploaded) / changed, "×") { Note = note });
        }

        return figures;
    }

    private static Result Run(TimeSpan length)
    {
        using var rig = new DesktopRig("3840x2160", ["move", "60", "0", "400x300"], isHeadless: true);
        Thread.Sleep(length);
        var (frames, _, pixels) = rig.Stop();
        using var figures = JsonDocument.Parse(rig.Viewer.Output[rig.Viewer.Output.IndexOf('{', StringComparison.Ordinal)..]);
        double Bytes(string name) => figures.RootElement.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
        var filled = Regex.Match(rig.AgentLog, "(?<bytes>[0-9]+) bytes into the region", RegexOptions.RightToLeft | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return new Result(
            frames,
            pixels * BytesPerPixel,
            DesktopRig.NumberIn(rig.AgentLog, "([0-9]+) pixels\\)") * BytesPerPixel,
            filled.Success ? double.Parse(filled.Groups["bytes"].Value, CultureInfo.InvariantCulture) : 0,
            Bytes("copiedBytes"),
            Bytes("uploadedBytes"));
    }

    private sealed record Result(long Frames, double Changed, double Captured, double Filled, double Copied, double Uploaded);
}
