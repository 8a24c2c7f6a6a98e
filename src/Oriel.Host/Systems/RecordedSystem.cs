using System.Text.Json;

namespace Oriel.Host.Systems;

/// <summary>
/// A machine as it was recorded in a folder, or written by hand: <c>system.json</c> with user, paths, commands, probes and variables, and <c>files/</c> with the text of files under their absolute paths.
/// What is mentioned nowhere is absent. A recording comes from somebody else: nothing outside its folder is read, and links that lead in a circle end.
/// </summary>
public sealed class RecordedSystem : IHostSystem
{
    // As the kernel's own limit.
    private const int MostLinks = 40;

    private readonly string _folder;
    private readonly string _files;
    private readonly SystemRecord _record;
    private readonly Dictionary<string, SortedSet<string>> _folders = new(StringComparer.Ordinal);

    /// <summary>Opens a recording. Throws <see cref="IOException"/> or <see cref="JsonException"/> when it is none.</summary>
    public RecordedSystem(string folder)
    {
        _folder = Path.GetFullPath(folder);
        _files = Path.Combine(_folder, "files");
        using var stream = File.OpenRead(Path.Combine(_folder, "system.json"));
        _record = JsonSerializer.Deserialize(stream, SystemRecordContext.Default.SystemRecord) ?? throw new JsonException($"{folder}/system.json is empty");
        foreach (var path in _record.Paths.Keys.Where(path => path.StartsWith('/')))
        {
            AddToFolders(path);
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        foreach (var file in Directory.Exists(_files) ? Directory.EnumerateFiles(_files, "*", options) : [])
        {
            AddToFolders(file[_files.Length..]);
        }
    }

    /// <inheritdoc/>
    public HostUser User => new(_record.User.Name, _record.User.Uid, _record.User.Groups);

    /// <inheritdoc/>
    public Sight<string> Read(string path)
    {
        if (!TryFollow(path, out var end))
        {
            return Sight.None<string>(Missing.Failed, "too many links");
        }

        var known = Known(end);
        if (known is { Missing: not Missing.Nothing })
        {
            return Sight.None<string>(known.Missing, known.Why);
        }

        return known?.Text is { } text ? Sight.Of(text) : FileOf(end) is { } file ? Sight.Of(ReadBounded(file)) : Sight.None<string>(Missing.Absent);
    }

    /// <inheritdoc/>
    public Sight<IReadOnlyList<string>> List(string folder)
    {
        if (!TryFollow(folder, out var end))
        {
            return Sight.None<IReadOnlyList<string>>(Missing.Failed, "too many links");
        }

        end = end.Length > 1 ? end.TrimEnd('/') : end;
        var known = Known(end);
        if (known is { Missing: not Missing.Nothing })
        {
            return Sight.None<IReadOnlyList<string>>(known.Missing, known.Why);
        }

        var names = new SortedSet<string>(known?.Names ?? [], StringComparer.Ordinal);
        names.UnionWith(_folders.GetValueOrDefault(end.TrimEnd('/')) ?? []);
        return names.Count > 0 || known is { Kind: PathKind.Folder } ? Sight.Of<IReadOnlyList<string>>([.. names.Take(HostLimits.Names)]) : Sight.None<IReadOnlyList<string>>(Missing.Absent);
    }

    /// <inheritdoc/>
    public Sight<FileFacts> Stat(string path)
    {
        if (!TryFollow(path, out var end))
        {
            return Sight.None<FileFacts>(Missing.Failed, "too many links");
        }

        if (Known(end) is { } known)
        {
            var hasFacts = known.Missing is Missing.Nothing || known.Mode is not null;
            return hasFacts
                ? Sight.Of(new FileFacts(known.Kind, ModeOf(known), known.Uid, known.Gid, known.Bytes, known.CanRead, known.CanWrite))
                : Sight.None<FileFacts>(known.Missing, known.Why);
        }

        return _folders.ContainsKey(end.TrimEnd('/')) ? Sight.Of(new FileFacts(PathKind.Folder, (UnixFileMode)0b111_101_101, 0, 0, 0, true, User.IsRoot))
            : FileOf(end) is { } file ? Sight.Of(new FileFacts(PathKind.File, (UnixFileMode)0b110_100_100, 0, 0, (ulong)new FileInfo(file).Length, true, User.IsRoot))
            : Sight.None<FileFacts>(Missing.Absent);
    }

    /// <inheritdoc/>
    public Sight<string> Link(string path) => Known(path) is { Link: { Length: > 0 } target } ? Sight.Of(target) : Sight.None<string>(Missing.Absent);

    /// <inheritdoc/>
    public Sight<CommandOutput> Run(string program, params IReadOnlyList<string> arguments)
    {
        var line = CommandLine(program, arguments);
        if (!_record.Commands.TryGetValue(line, out var output))
        {
            return Silence<CommandOutput>(line);
        }

        var text = output.File is not { Length: > 0 } name ? string.Join('\n', output.Output) : Within(Path.Combine(_folder, name)) is { } file && File.Exists(file) ? ReadBounded(file) : null;
        return text is null ? Sight.None<CommandOutput>(Missing.Failed, $"{output.File} is not in the recording") : Sight.Of(new CommandOutput(output.ExitCode, text, output.Error));
    }

    /// <inheritdoc/>
    public Sight<string> Probe(string name, string argument)
    {
        var line = ProbeLine(name, argument);
        return _record.Probes.TryGetValue(line, out var answer) ? Sight.Of(answer.GetRawText()) : Silence<string>(line);
    }

    /// <inheritdoc/>
    public string? Variable(string name) => _record.Variables.GetValueOrDefault(name);

    /// <summary>The command lines that are recorded.</summary>
    internal IEnumerable<string> CommandLines => _record.Commands.Keys;

    /// <summary>A command as its key in <c>system.json</c>: words separated by one space.</summary>
    internal static string CommandLine(string program, IReadOnlyList<string> arguments) => arguments.Count == 0 ? program : $"{program} {string.Join(' ', arguments)}";

    /// <summary>A probe as its key in <c>system.json</c>.</summary>
    internal static string ProbeLine(string name, string argument) => argument.Length == 0 ? name : $"{name} {argument}";

    private static UnixFileMode ModeOf(PathRecord known)
    {
        try
        {
            return (UnixFileMode)(Convert.ToInt32(known.Mode ?? (known.Kind == PathKind.Folder ? "755" : "644"), 8) & 0xFFF);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            // A recording is somebody's text: what is no mode grants nothing.
            return UnixFileMode.None;
        }
    }

    private static string ReadBounded(string file)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[Math.Min(stream.Length, HostLimits.FileBytes)];
        return System.Text.Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    private Sight<T> Silence<T>(string line)
        where T : class => _record.Silent.TryGetValue(line, out var silence) ? Sight.None<T>(silence.Missing, silence.Why) : Sight.None<T>(Missing.Absent);

    /// <summary>The path behind the links that were recorded, also those of folders on the way; false when they lead in a circle.</summary>
    private bool TryFollow(string path, out string end)
    {
        end = path;
        for (var followed = 0; followed < MostLinks; followed++)
        {
            // What was recorded under the path as it was asked for needs no link followed.
            if (IsRecorded(end) || FirstLink(end) is not { } found)
            {
                return true;
            }

            var (link, target, rest) = found;
            end = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(link) ?? "/", target)) + rest;
        }

        return false;
    }

    private bool IsRecorded(string path) =>
        FileOf(path) is not null || (Known(path) is { } known ? !IsOnlyLink(known) : _folders.ContainsKey(path.TrimEnd('/')));

    /// <summary>A link with facts or text of its own says itself what it leads to.</summary>
    private static bool IsOnlyLink(PathRecord known) =>
        known is { Link.Length: > 0, Mode: null, Text: null, Names: null, Missing: Missing.Nothing };

    private (string Link, string Target, string Behind)? FirstLink(string path)
    {
        for (var slash = path.IndexOf('/', Math.Min(1, path.Length)); ; slash = path.IndexOf('/', slash + 1))
        {
            var part = slash < 0 ? path : path[..slash];
            if (Known(part) is { } known && IsOnlyLink(known))
            {
                return (part, known.Link!, path[part.Length..]);
            }

            if (slash < 0)
            {
                return null;
            }
        }
    }

    private PathRecord? Known(string path) => _record.Paths.GetValueOrDefault(path);

    private string? FileOf(string path) => path.StartsWith('/') && Within(_files + path) is { } file && File.Exists(file) ? file : null;

    /// <summary>The full path when it is inside the recording and no symbolic link; null otherwise.</summary>
    private string? Within(string path)
    {
        var full = Path.GetFullPath(path);
        if (!full.StartsWith(_folder + "/", StringComparison.Ordinal))
        {
            return null;
        }

        for (var part = full; part.Length > _folder.Length; part = Path.GetDirectoryName(part)!)
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                return null;
            }
        }

        return full;
    }

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
