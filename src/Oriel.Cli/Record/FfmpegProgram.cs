using System.Globalization;
using Oriel.Host.Systems;

namespace Oriel.Cli.Record;

/// <summary>The system's ffmpeg: where it is and what it can do. Looked at once.</summary>
internal sealed class FfmpegProgram
{
    private const int MostBytes = 1 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly HashSet<string> _encoders;

    private FfmpegProgram(string path, HashSet<string> encoders, bool hasFrameRateMode)
    {
        Path = path;
        _encoders = encoders;
        HasFrameRateMode = hasFrameRateMode;
    }

    /// <summary>The program.</summary>
    public string Path { get; }

    /// <summary>It knows <c>-fps_mode</c> (5.1 and newer); older ones say <c>-vsync</c>.</summary>
    public bool HasFrameRateMode { get; }

    /// <summary>The render node that VA-API is tried with.</summary>
    public static string RenderNode { get; } = Directory.Exists("/dev/dri") ? Directory.EnumerateFiles("/dev/dri", "renderD*").Order(StringComparer.Ordinal).FirstOrDefault() ?? "" : "";

    /// <summary>Finds it and asks what encoders it has.</summary>
    public static FfmpegProgram Open()
    {
        var path = Find("ffmpeg") ?? throw new OrielException(
            CliErrors.NoEncoderProgram, "no ffmpeg in PATH", "ffmpeg 4.3 or newer, which encodes what is recorded", "install it: sudo apt install ffmpeg (Debian, Ubuntu), sudo dnf install ffmpeg-free (Fedora), sudo pacman -S ffmpeg (Arch)");
        var (status, text) = Ask(path, ["-hide_banner", "-encoders"]);
        if (status != 0)
        {
            throw new OrielException(CliErrors.NoEncoderProgram, $"'{path} -encoders' ended with {status}", "a working ffmpeg", "see what 'ffmpeg -encoders' says, and install ffmpeg anew");
        }

        return new FfmpegProgram(path, ReadEncoders(text), ReadsFrameRateMode(Ask(path, ["-version"]).Text));
    }

    /// <summary>A program that recordings are made with, in the user's PATH; null when it is not there.</summary>
    public static string? Find(string program) => LookingPrograms.FindInPath(program, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>It was built with this encoder.</summary>
    public bool Has(string encoder) => _encoders.Contains(encoder);

    /// <summary>Names in the output of <c>ffmpeg -encoders</c>: the second column behind the line of dashes.</summary>
    internal static HashSet<string> ReadEncoders(string text) =>
    [
        .. text.Split('\n').Select(line => line.Trim()).SkipWhile(line => !line.StartsWith("---", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length >= 2).Select(words => words[1]),
    ];

    /// <summary>From the first line of <c>ffmpeg -version</c>; what carries no number is a build from the newest source.</summary>
    internal static bool ReadsFrameRateMode(string text)
    {
        var words = text.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var version = words.Length > 2 ? words[2].TrimStart('n').Split('.', '-', '+') : [];
        return version.Length < 2
            || !int.TryParse(version[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(version[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            || major > 5 || (major == 5 && minor >= 1);
    }

    /// <summary>The first of the encoders that is there; one on a GPU must have encoded a picture first.</summary>
    public Encoder Choose(string codec, bool isDeep, bool allowHardware)
    {
        var candidates = Encoder.For(codec, isDeep);
        foreach (var encoder in candidates.Where(encoder => Has(encoder.Name) && (allowHardware || !encoder.IsHardware || candidates.Count == 1)))
        {
            if (!encoder.IsHardware || (IsWorthATrial(encoder) && Encodes(encoder)))
            {
                return encoder;
            }
        }

        throw new OrielException(
            CliErrors.NoEncoder, $"this ffmpeg has no working encoder for '{PlainText(codec)}' (looked for {string.Join(", ", candidates.Select(encoder => PlainText(encoder.Name)))})",
            "one of them", "install an ffmpeg built with one, or choose another --codec; 'ffmpeg -encoders' lists what is there");
    }

    private static string PlainText(string text) => Commands.PlainText.Safe(text);

    // Without the device there is nothing to try, and trying takes time.
    private static bool IsWorthATrial(Encoder encoder) => encoder.Kind switch
    {
        EncoderKind.Nvenc => File.Exists("/dev/nvidiactl"),
        EncoderKind.Vaapi or EncoderKind.Qsv => RenderNode.Length > 0,
        _ => Directory.Exists("/dev") && Directory.EnumerateFiles("/dev", "video*").Any(),
    };

    private bool Encodes(Encoder encoder)
    {
        var pictures = new PictureStreamFormat(256, 256, IsPlanar: false, IsHdr: false, RateHz: 30, Hdr: null);
        return Ask(
            Path, ["-v", "error", "-f", "lavfi", "-i", "color=black:size=256x256:rate=30", "-frames:v", "1", .. encoder.Arguments(pictures, 20, RenderNode), "-f", "null", "-"]).Status == 0;
    }

    /// <summary>Exit status, -1 when it did not end in time, said too much or could not be started, and what it printed.</summary>
    private static (int Status, string Text) Ask(string program, IReadOnlyList<string> arguments) =>
        BoundedProgram.Run(program, arguments, s_patience, MostBytes) is { Value: { } said } ? (said.ExitCode, said.Output) : (-1, "");
}
