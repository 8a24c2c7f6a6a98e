using System.Globalization;
using System.Text.Json;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Record;

/// <summary>Makes recordings with the real program and looks at them with the system's ffmpeg and ffprobe.</summary>
internal static class Recordings
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Skips the test where there is no ffmpeg.</summary>
    public static void NeedFfmpeg()
    {
        if (!TestProcess.IsInstalled("ffmpeg") || !TestProcess.IsInstalled("ffprobe"))
        {
            Assert.Skip("ffmpeg is not installed");
        }
    }

    /// <summary>A synthetic guest in a process of its own, ready.</summary>
    public static TestProcess StartGuest(TempRegion region, params string[] arguments)
    {
        var guest = TestProcess.Start(Executables.Oriel, ["pattern", "--region", region.Path, "--create", "16M", .. arguments]);
        guest.WaitForLine("\"event\":\"ready\"", Patience);
        return guest;
    }

    /// <summary>Starts a recording. Nobody's SPICE server is asked unless the arguments name one.</summary>
    public static TestProcess Start(TempRegion region, string file, params string[] arguments) => TestProcess.Start(
        Executables.Oriel, ["record", file, "--region", region.Path, .. arguments.Contains("--spice") ? arguments : [.. arguments, "--spice", "off"]]);

    /// <summary>Makes a recording and returns its figures.</summary>
    public static JsonElement Run(TempRegion region, string file, params string[] arguments)
    {
        using var record = Start(region, file, [.. arguments, "--json"]);
        Assert.True(record.WaitForExit(Patience) == 0, record.Output);
        return JsonDocument.Parse(record.Output.Split('\n').Single(line => line.StartsWith('{'))).RootElement;
    }

    /// <summary>Members of the first stream of a kind, by name.</summary>
    public static Dictionary<string, string> Stream(string file, string kind, bool counts = false)
    {
        var text = TestProcess.Run("ffprobe", ["-v", "error", .. counts ? ["-count_packets"] : Array.Empty<string>(), "-select_streams", $"{kind}:0", "-show_streams", "-of", "default=noprint_wrappers=1", file], limit: Patience);
        return text.Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal)).GroupBy(line => line.Split('=')[0]).ToDictionary(group => group.Key, group => group.First().Split('=', 2)[1]);
    }

    /// <summary>Times of the pictures, seconds.</summary>
    public static double[] Times(string file) =>
    [
        .. TestProcess.Run("ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0", file], limit: Patience)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line.TrimEnd(','), CultureInfo.InvariantCulture)).Order(),
    ];

    /// <summary>All pictures, decoded, one behind the other.</summary>
    public static byte[] Decode(string file, string pixels, TempFolder folder)
    {
        var raw = folder.File("decoded");
        TestProcess.Run("ffmpeg", ["-v", "error", "-y", "-i", file, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", pixels, raw], limit: Patience);
        return File.ReadAllBytes(raw);
    }

    /// <summary>The sound, its left channel.</summary>
    public static float[] Sound(string file, TempFolder folder)
    {
        var raw = folder.File("sound");
        TestProcess.Run("ffmpeg", ["-v", "error", "-y", "-i", file, "-map", "0:a:0", "-af", "pan=mono|c0=c0", "-f", "f32le", "-ar", "48000", raw], limit: Patience);
        var bytes = File.ReadAllBytes(raw);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, 4 * i))];
    }
}
