using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oriel.Host.Systems;

/// <summary>
/// A machine as it was recorded in a folder, or written by hand: <c>system.json</c> with user, paths, commands, probes and variables, and <c>files/</c> with the text of files under their absolute paths.
/// What is mentioned nowhere is absent.
/// </summary>
public sealed class RecordedSystem : IHostSystem
{
    private readonly string _files;
    private readonly SystemRecord _record;
    private readonly Dictionary<string, SortedSet<string>> _folders = new(StringComparer.Ordinal);

    /// <summary>Opens a recording. Throws <see cref="IOException"/> or <see cref="JsonException"/> when it is none.</summary>
    public RecordedSystem(string folder)
    {
        _files = Path.Combine(Path.GetFullPath(folder), "files");
        using var stream = File.OpenRead(Path.Combine(folder, "system.json"));
        _record = JsonSerializer.Deserialize(stream, SystemRecordContext.Default.SystemRecord) ?? throw new JsonException($"{folder}/system.json is empty");
        foreach (var path in _record.Paths.Keys)
        {
            AddToFolders(path);
        }

        foreach (var file in Directory.Exists(_files) ? Directory.EnumerateFiles(_files, "*", SearchOption.AllDirectories) : [])
        {
            AddToFolders(file[_files.Length..]);
        }
    }

    /// <inheritdoc/>
    public HostUser User => new(_record.User.Name, _record.User.Uid, _record.User.Groups);

    /// <inheritdoc/>
    public Sight<string> Read(string path)
    {
        var known = Known(path);
        if (known is { Missing: not Missing.Nothing })
        {
            return Sight.None<string>(known.Missing, known.Why);
        }

        var file = _files + path;
        return known?.Text is { } text ? Sight.Of(text) : File.Exists(file) ? Sight.Of(File.ReadAllText(file)) : Sight.None<string>(Missing.Absent);
    }

    /// <inheritdoc/>
    public Sight<IReadOnlyList<string>> List(string folder)
    {
        var known = Known(folder);
        if (known is { Missing: not Missing.Nothing })
        {
            return Sight.None<IReadOnlyList<string>>(known.Missing, known.Why);
        }

        return _folders.TryGetValue(folder.TrimEnd('/'), out var names) ? Sight.Of<IReadOnlyList<string>>([.. names])
            : known is { Kind: PathKind.Folder } ? Sight.Of<IReadOnlyList<string>>([]) : Sight.None<IReadOnlyList<string>>(Missing.Absent);
    }

    /// <inheritdoc/>
    public Sight<FileFacts> Stat(string path)
    {
        if (Known(path) is { } known)
        {
            return known.Missing is Missing.Absent or Missing.Failed ? Sight.None<FileFacts>(known.Missing, known.Why)
                : known.Link is { Length: > 0 } link && known.Mode is null ? Stat(Path.GetFullPath(link, Path.GetDirectoryName(path) ?? "/"))
                : Sight.Of(new FileFacts(known.Kind, (UnixFileMode)Convert.ToInt32(known.Mode ?? "644", 8), known.Uid, known.Gid, known.Bytes, known.CanRead, known.CanWrite));
        }

        return _folders.ContainsKey(path.TrimEnd('/')) ? Sight.Of(new FileFacts(PathKind.Folder, (UnixFileMode)0b111_101_101, 0, 0, 0, true, User.IsRoot))
            : File.Exists(_files + path) ? Sight.Of(new FileFacts(PathKind.File, (UnixFileMode)0b110_100_100, 0, 0, (ulong)new FileInfo(_files + path).Length, true, User.IsRoot))
            : Sight.None<FileFacts>(Missing.Absent);
    }

    /// <inheritdoc/>
    public Sight<string> Link(string path) => Known(path) is { Link: { Length: > 0 } target } ? Sight.Of(target) : Sight.None<string>(Missing.Absent);

    /// <inheritdoc/>
    public Sight<CommandOutput> Run(string program, params IReadOnlyList<string> arguments)
    {
        var line = CommandLine(program, arguments);
        return _record.Commands.TryGetValue(line, out var output)
            ? Sight.Of(new CommandOutput(output.ExitCode, output.File is { } file ? File.ReadAllText(Path.Combine(Path.GetDirectoryName(_files)!, file)) : string.Join('\n', output.Output), output.Error))
            : Sight.None<CommandOutput>(Missing.Absent);
    }

    /// <inheritdoc/>
    public Sight<string> Probe(string name, string argument) =>
        _record.Probes.TryGetValue(argument.Length == 0 ? name : $"{name} {argument}", out var answer) ? Sight.Of(answer.GetRawText()) : Sight.None<string>(Missing.Absent);

    /// <inheritdoc/>
    public string? Variable(string name) => _record.Variables.GetValueOrDefault(name);

    /// <summary>A command as its key in <c>system.json</c>: words separated by one space.</summary>
    internal static string CommandLine(string program, IReadOnlyList<string> arguments) => arguments.Count == 0 ? program : $"{program} {string.Join(' ', arguments)}";

    private PathRecord? Known(string path) => _record.Paths.GetValueOrDefault(path);

    private void AddToFolders(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; (path, folder) = (folder, Path.GetDirectoryName(folder)))
        {
            var key = folder.TrimEnd('/');
            if (!_folders.TryGetValue(key, out var names))
            {
                _folders[key] = names = new SortedSet<string>(StringComparer.Ordinal);
            }

            _ = names.Add(Path.GetFileName(path));
        }
    }
}

/// <summary><c>system.json</c>.</summary>
internal sealed record SystemRecord
{
    /// <summary>Who asked.</summary>
    public UserRecord User { get; init; } = new();

    /// <summary>Paths other than plain readable files of root, or with a text of their own.</summary>
    public SortedDictionary<string, PathRecord> Paths { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What programs printed, by command line.</summary>
    public SortedDictionary<string, CommandRecord> Commands { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What probes answered, by name and argument.</summary>
    public SortedDictionary<string, JsonElement> Probes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Environment.</summary>
    public SortedDictionary<string, string> Variables { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A user in <c>system.json</c>.</summary>
internal sealed record UserRecord
{
    /// <summary>Login name.</summary>
    public string Name { get; init; } = "user";

    /// <summary>User number.</summary>
    public uint Uid { get; init; } = 1000;

    /// <summary>Groups.</summary>
    public uint[] Groups { get; init; } = [1000];
}

/// <summary>A path in <c>system.json</c>.</summary>
internal sealed record PathRecord
{
    /// <summary>Kind.</summary>
    public PathKind Kind { get; init; }

    /// <summary>Permission bits, octal.</summary>
    public string? Mode { get; init; }

    /// <summary>Owner.</summary>
    public uint Uid { get; init; }

    /// <summary>Group.</summary>
    public uint Gid { get; init; }

    /// <summary>Size.</summary>
    public ulong Bytes { get; init; }

    /// <summary>The user may read it.</summary>
    public bool CanRead { get; init; } = true;

    /// <summary>The user may write it.</summary>
    public bool CanWrite { get; init; }

    /// <summary>Target, for a symbolic link.</summary>
    public string? Link { get; init; }

    /// <summary>Text, for short files.</summary>
    public string? Text { get; init; }

    /// <summary>Why its content could not be read.</summary>
    public Missing Missing { get; init; }

    /// <summary>The system's words about that.</summary>
    public string Why { get; init; } = "";
}

/// <summary>A program's output in <c>system.json</c>.</summary>
internal sealed record CommandRecord
{
    /// <summary>How it ended.</summary>
    public int ExitCode { get; init; }

    /// <summary>Lines of standard output.</summary>
    public string[] Output { get; init; } = [];

    /// <summary>Standard error.</summary>
    public string Error { get; init; } = "";

    /// <summary>File beside <c>system.json</c> that holds the output instead.</summary>
    public string? File { get; init; }
}

/// <summary>Source-generated serializer of recordings.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(SystemRecord))]
internal sealed partial class SystemRecordContext : JsonSerializerContext;
