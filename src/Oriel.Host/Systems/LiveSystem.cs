using Oriel.Memory;

namespace Oriel.Host.Systems;

/// <summary>This machine, now. Reads bounded amounts, runs only <see cref="LookingPrograms"/>, changes nothing.</summary>
/// <param name="probes">What this program can find out itself, by name: takes an argument, returns JSON. A probe bounds its own waits.</param>
public sealed class LiveSystem(IReadOnlyDictionary<string, Func<string, string>>? probes = null) : IHostSystem
{
    private readonly IReadOnlyDictionary<string, Func<string, string>> _probes = probes ?? new Dictionary<string, Func<string, string>>(StringComparer.Ordinal);
    private HostUser? _user;

    /// <inheritdoc/>
    public HostUser User => _user ??= ReadUser();

    /// <inheritdoc/>
    public Sight<string> Read(string path) =>
        !IsPath(path) ? Sight.None<string>(Missing.Absent)
        : FileLook.ReadText(path, HostLimits.FileBytes, out var error) is { } text ? Sight.Of(text) : Unread<string>(error);

    /// <inheritdoc/>
    public Sight<IReadOnlyList<string>> List(string folder)
    {
        if (!IsPath(folder))
        {
            return Sight.None<IReadOnlyList<string>>(Missing.Absent);
        }

        try
        {
            // A folder that anybody may fill must not turn a look around into work.
            var names = new DirectoryInfo(folder).EnumerateFileSystemInfos().Select(info => info.Name).Take(HostLimits.Names).ToList();
            names.Sort(StringComparer.Ordinal);
            return Sight.Of<IReadOnlyList<string>>(names);
        }
        catch (UnauthorizedAccessException e)
        {
            return Sight.None<IReadOnlyList<string>>(Missing.Denied, e.Message);
        }
        catch (DirectoryNotFoundException)
        {
            return Sight.None<IReadOnlyList<string>>(Missing.Absent);
        }
        catch (IOException e)
        {
            return Sight.None<IReadOnlyList<string>>(File.Exists(folder) ? Missing.Absent : Missing.Failed, e.Message);
        }
    }

    /// <inheritdoc/>
    public Sight<FileFacts> Stat(string path)
    {
        if (!IsPath(path))
        {
            return Sight.None<FileFacts>(Missing.Absent);
        }

        if (!FileLook.TryStat(path, followLinks: true, out var facts, out var error))
        {
            return Unread<FileFacts>(error);
        }

        var kind = facts.Type switch
        {
            RegionBackingType.RegularFile => PathKind.File,
            RegionBackingType.Folder => PathKind.Folder,
            RegionBackingType.CharacterDevice => PathKind.CharacterDevice,
            RegionBackingType.BlockDevice => PathKind.BlockDevice,
            RegionBackingType.Socket => PathKind.Socket,
            _ => PathKind.Other,
        };
        return Sight.Of(new FileFacts(kind, facts.Mode, facts.UserId, facts.GroupId, facts.SizeBytes, FileLook.MayRead(path), FileLook.MayWrite(path)));
    }

    /// <inheritdoc/>
    public Sight<string> Link(string path)
    {
        if (!IsPath(path))
        {
            return Sight.None<string>(Missing.Absent);
        }

        try
        {
            return new FileInfo(path).LinkTarget is { } target ? Sight.Of(target) : Sight.None<string>(Missing.Absent);
        }
        catch (UnauthorizedAccessException e)
        {
            return Sight.None<string>(Missing.Denied, e.Message);
        }
        catch (IOException e)
        {
            return Sight.None<string>(Missing.Failed, e.Message);
        }
    }

    /// <inheritdoc/>
    public Sight<CommandOutput> Run(string program, params IReadOnlyList<string> arguments) =>
        !LookingPrograms.Allows(program, arguments)
            ? Sight.None<CommandOutput>(Missing.Failed, $"'{RecordedSystem.CommandLine(program, arguments)}' is not a command that only looks")
            : LookingPrograms.Find(program, Variable("PATH")) is { } file ? BoundedProgram.Run(file, arguments, HostLimits.Command, HostLimits.FileBytes)
            : Sight.None<CommandOutput>(Missing.Absent);

    /// <inheritdoc/>
    public Sight<string> Probe(string name, string argument)
    {
        if (!_probes.TryGetValue(name, out var probe))
        {
            return Sight.None<string>(Missing.Absent);
        }

        try
        {
            return Sight.Of(probe(argument));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A probe loads drivers and talks to strangers; what goes wrong there is a fact about the machine.
            return Sight.None<string>(Missing.Failed, e.Message);
        }
    }

    /// <inheritdoc/>
    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    private static bool IsPath(string path) => path.StartsWith('/') && !path.Contains('\0', StringComparison.Ordinal);

    private static Sight<T> Unread<T>(int error)
        where T : class => Sight.None<T>(FileLook.IsAbsence(error) ? Missing.Absent : FileLook.IsRefusal(error) ? Missing.Denied : Missing.Failed, FileLook.Words(error));

    private HostUser ReadUser()
    {
        var (uid, groups) = FileLook.ProcessIdentity();
        return new HostUser(AccountFile.NameOf(Read("/etc/passwd").Value, uid) ?? uid.ToString(), uid, groups);
    }
}
