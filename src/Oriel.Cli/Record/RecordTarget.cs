namespace Oriel.Cli.Record;

/// <summary>Kinds of targets.</summary>
internal enum RecordTargetKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>Standard output.</summary>
    Pipe,

    /// <summary>A V4L2 loop-back device.</summary>
    Device,

    /// <summary>A source in the PipeWire graph.</summary>
    PipeWire,
}

/// <summary>Where a recording goes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Path, device, or the source's name.</param>
/// <param name="Container">ffmpeg's name of the container; empty where there is none.</param>
internal sealed record RecordTarget(RecordTargetKind Kind, string Name, string Container)
{
    /// <summary>Name of the PipeWire source when none is given.</summary>
    public const string DefaultSourceName = "oriel";

    private const string Device = "/dev/video";
    private const string Source = "pipewire";

    private static readonly (string Extension, string Container)[] s_containers =
        [("mkv", "matroska"), ("mp4", "mp4"), ("mov", "mov"), ("webm", "webm"), ("nut", "nut"), ("ts", "mpegts")];

    /// <summary>Words <c>--container</c> takes.</summary>
    public static IReadOnlyList<string> Containers { get; } = [.. s_containers.Select(pair => pair.Extension)];

    /// <summary>Programs read it while it is made.</summary>
    public bool IsLive => Kind is RecordTargetKind.Device or RecordTargetKind.PipeWire;

    /// <summary>A file or standard output.</summary>
    /// <param name="path">Path, or -.</param>
    /// <param name="container">One of <see cref="Containers"/>; null = by the extension.</param>
    public static RecordTarget ForFile(string path, string? container)
    {
        if (path == "-")
        {
            return new(RecordTargetKind.Pipe, path, Find(container ?? "mkv")!);
        }

        var extension = container ?? Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        return new(
            RecordTargetKind.File,
            path,
            Find(extension) ?? throw new OrielException(
                CliErrors.UnknownContainer, extension.Length == 0 ? $"{path} has no extension" : $"the extension .{extension}", $"one of {string.Join(", ", Containers)}",
                "name the file with such an extension, or add --container mkv"));
    }

    /// <summary>A device or source to feed: <c>/dev/videoN</c>, <c>pipewire</c>, <c>pipewire:NAME</c>.</summary>
    public static bool TryParseLive(string text, out RecordTarget? target)
    {
        target = null;
        if (text.StartsWith(Device, StringComparison.Ordinal) && text.Length is > 10 and <= 16 && text[Device.Length..].All(char.IsAsciiDigit))
        {
            target = new(RecordTargetKind.Device, text, "");
        }
        else if (text == Source)
        {
            target = new(RecordTargetKind.PipeWire, DefaultSourceName, "");
        }
        else if (text.StartsWith(Source + ":", StringComparison.Ordinal) && IsSourceName(text[(Source.Length + 1)..]))
        {
            target = new(RecordTargetKind.PipeWire, text[(Source.Length + 1)..], "");
        }

        return target is not null;
    }

    // It becomes part of a GStreamer pipeline's description, where more would need quoting.
    private static bool IsSourceName(string name) => name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && char.IsAsciiLetterOrDigit(name[0]);

    private static string? Find(string extension) => s_containers.FirstOrDefault(pair => pair.Extension == extension).Container;
}
