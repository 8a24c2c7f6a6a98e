using System.Text.Json;

namespace Oriel.Host.Systems;

/// <summary>
/// Looks through another system and remembers everything it saw, to be written as a folder that <see cref="RecordedSystem"/> opens. Only what was asked for is in it; passwords in what was read are
/// replaced (<see cref="SecretWords"/>). Control role; not thread-safe.
/// </summary>
/// <param name="inner">The system that is looked at.</param>
public sealed class RecordingSystem(IHostSystem inner) : IHostSystem
{
    // Longer texts are files of their own, which people can read and edit.
    private const int MostInline = 512;

    private readonly Dictionary<string, PathRecord> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sight<CommandOutput>> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sight<string>> _probes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public HostUser User => inner.User;

    /// <inheritdoc/>
    public Sight<string> Read(string path)
    {
        var sight = inner.Read(path);
        var scrubbed = sight.IsSeen ? Sight.Of(SecretWords.Remove(sight.Value!)) : sight;
        Note(path, sight.Missing, sight.Why, record => record with { Text = scrubbed.Value });
        return scrubbed;
    }

    /// <inheritdoc/>
    public Sight<IReadOnlyList<string>> List(string folder)
    {
        var sight = inner.List(folder);
        Note(folder, sight.Missing, sight.Why, record => record with { Kind = PathKind.Folder, Names = [.. sight.Value!] });
        return sight;
    }

    /// <inheritdoc/>
    public Sight<FileFacts> Stat(string path)
    {
        var sight = inner.Stat(path);
        Note(path, sight.Missing, sight.Why, record => record with
        {
            Kind = sight.Value!.Kind,
            Mode = Convert.ToString((int)sight.Value.Mode, 8),
            Uid = sight.Value.Uid,
            Gid = sight.Value.Gid,
            Bytes = sight.Value.Bytes,
            CanRead = sight.Value.CanRead,
            CanWrite = sight.Value.CanWrite,
        });
        return sight;
    }

    /// <inheritdoc/>
    public Sight<string> Link(string path)
    {
        var sight = inner.Link(path);
        if (sight.IsSeen)
        {
            Note(path, Missing.Nothing, "", record => record with { Link = sight.Value });
        }

        return sight;
    }

    /// <inheritdoc/>
    public Sight<CommandOutput> Run(string program, params IReadOnlyList<string> arguments)
    {
        var sight = inner.Run(program, arguments);
        if (sight.IsSeen)
        {
            sight = Sight.Of(new CommandOutput(sight.Value!.ExitCode, SecretWords.Remove(sight.Value.Output), SecretWords.Remove(sight.Value.Error)));
        }

        return _commands[RecordedSystem.CommandLine(program, arguments)] = sight;
    }

    /// <inheritdoc/>
    public Sight<string> Probe(string name, string argument) => _probes[RecordedSystem.ProbeLine(name, argument)] = inner.Probe(name, argument);

    /// <inheritdoc/>
    public string? Variable(string name)
    {
        var value = inner.Variable(name);
        if (value is not null)
        {
            _variables[name] = value;
        }

        return value;
    }

    /// <summary>Writes what was seen into a folder, which is made. Throws <see cref="IOException"/> when it holds something already, or cannot be written.</summary>
    public void Write(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException($"{folder} is not empty");
        }

        _ = Directory.CreateDirectory(folder);
        var record = new SystemRecord { User = new UserRecord { Name = User.Name, Uid = User.Uid, Groups = [.. User.Groups] } };
        foreach (var (path, seen) in _paths)
        {
            record.Paths[path] = seen.Text is { Length: > MostInline } text && TryWriteFile(folder, path, text) ? seen with { Text = null } : seen;
        }

        var files = 0;
        foreach (var (line, seen) in _commands)
        {
            if (!seen.IsSeen)
            {
                AddSilence(record, line, seen.Missing, seen.Why);
                continue;
            }

            var lines = seen.Value!.Output.Split('\n');
            var file = seen.Value.Output.Length > MostInline ? $"output-{++files}.txt" : null;
            if (file is not null)
            {
                File.WriteAllText(Path.Combine(folder, file), seen.Value.Output);
            }

            record.Commands[line] = new CommandRecord { ExitCode = seen.Value.ExitCode, Output = file is null ? lines : [], Error = seen.Value.Error, File = file };
        }

        foreach (var (line, seen) in _probes)
        {
            if (seen.IsSeen)
            {
                using var document = JsonDocument.Parse(seen.Value!);
                record.Probes[line] = document.RootElement.Clone();
            }
            else
            {
                AddSilence(record, line, seen.Missing, seen.Why);
            }
        }

        foreach (var (name, value) in _variables)
        {
            record.Variables[name] = value;
        }

        File.WriteAllText(Path.Combine(folder, "system.json"), JsonSerializer.Serialize(record, SystemRecordContext.Default.SystemRecord) + "\n");
    }

    private static void AddSilence(SystemRecord record, string line, Missing missing, string why)
    {
        if (missing != Missing.Absent)
        {
            record.Silent[line] = new SilenceRecord { Missing = missing, Why = why };
        }
    }

    private static bool TryWriteFile(string folder, string path, string text)
    {
        var root = Path.GetFullPath(Path.Combine(folder, "files"));
        var file = Path.GetFullPath(root + path);
        if (!file.StartsWith(root + "/", StringComparison.Ordinal) || file != root + path)
        {
            return false;
        }

        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return true;
        }
        catch (IOException)
        {
            // One path a file, another a folder below it, as /proc can be read: this one is kept inside system.json.
            return false;
        }
    }

    private void Note(string path, Missing missing, string why, Func<PathRecord, PathRecord> add)
    {
        var known = _paths.GetValueOrDefault(path);
        if (missing == Missing.Nothing)
        {
            _paths[path] = add(known ?? new PathRecord());
        }
        else if (missing != Missing.Absent)
        {
            _paths[path] = (known ?? new PathRecord()) with { Missing = missing, Why = why };
        }
    }
}
