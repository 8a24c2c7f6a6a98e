using Oriel.Memory.Linux;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory;

/// <summary>Where the sockets of <c>oriel serve</c> are: what <c>doorbell:NAME</c> means, and which servers run. Linux only.</summary>
public static class DoorbellSource
{
    /// <summary>Begins the name of a region that a server hands out.</summary>
    public const string Prefix = "doorbell:";

    /// <summary>Longest name of a machine.</summary>
    public const int LongestName = 48;

    private const string SystemFolder = "/run/oriel";
    private const string Ending = ".sock";
    private const int MostFound = 64;

    /// <summary>User of this process.</summary>
    public static uint OwnUserId => OperatingSystem.IsLinux() ? Libc.geteuid() : 0;

    /// <summary>Where a server of this user puts its sockets: below <c>$XDG_RUNTIME_DIR</c>, else <c>/run/user/UID</c>, else (root) <c>/run</c>, else a private folder in <c>/tmp</c>.</summary>
    public static string OwnFolder
    {
        get
        {
            var user = OwnUserId;
            var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            runtime = runtime is { Length: > 0 } && Path.IsPathRooted(runtime) ? runtime : $"/run/user/{user}";
            return Directory.Exists(runtime) ? Path.Combine(runtime, "oriel") : user == 0 ? SystemFolder : $"/tmp/oriel-{user}";
        }
    }

    /// <summary>Makes <see cref="OwnFolder"/> where it is missing: for this user only, of root's for everybody to pass. One of somebody else is refused, as /tmp is everybody's.</summary>
    public static void PrepareOwnFolder()
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode Passable = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        const UnixFileMode Writable = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        var folder = OwnFolder;
        try
        {
            if (!Directory.Exists(folder) && !OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder, folder == SystemFolder ? Private | Passable : Private);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(MemoryErrors.SocketFailed, $"{folder}: {e.Message}", "a folder for the sockets", "name a path with --socket", e);
        }

        if (!FileStat.TryOfPath(folder, followLinks: false, out var found, out var error) || found.Type != RegionBackingType.Folder
            || found.UserId != OwnUserId || (found.Mode & Writable) != 0)
        {
            throw new OrielException(
                MemoryErrors.SocketFailed,
                error != 0 ? $"{folder}: {RegionOpening.Describe(error)}" : $"{folder} belongs to {Accounts.UserName(found.UserId)} with mode 0{Convert.ToString((int)found.Mode & 0x1FF, 8)}",
                "a folder of ours that nobody else writes to",
                "remove it, or name a path with --socket");
        }
    }

    /// <summary>True for 1 to 48 letters, digits, underscores and hyphens.</summary>
    public static bool IsName(string name) =>
        name is { Length: > 0 and <= LongestName } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && name[0] != '-';

    /// <summary>The socket of a machine in <see cref="OwnFolder"/>, whether it exists or not.</summary>
    public static string SocketOf(string name) => Path.Combine(OwnFolder, name + Ending);

    /// <summary>The socket that a source names, with or without the prefix; of a name the user's own one, else the system's, where that exists.</summary>
    public static string PathOf(string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        var rest = source.StartsWith(Prefix, StringComparison.Ordinal) ? source[Prefix.Length..] : source;
        if (rest.Contains('/', StringComparison.Ordinal))
        {
            return rest;
        }

        if (!IsName(rest))
        {
            throw new OrielException(
                MemoryErrors.Missing,
                $"\"{source}\" does not name a machine",
                $"doorbell:NAME with 1 to {LongestName} letters, digits, - and _ as \"oriel serve NAME\" has it, or doorbell:/path/of/the.sock",
                "see what is served: oriel list");
        }

        var own = SocketOf(rest);
        var system = Path.Combine(SystemFolder, rest + Ending);
        return !File.Exists(own) && File.Exists(system) ? system : own;
    }

    /// <summary>True when this path is a socket, served or not.</summary>
    public static bool IsSocket(string path) => FileStat.TryOfPath(path, followLinks: false, out var found, out _) && found.Type == RegionBackingType.Socket;

    /// <summary>True when somebody listens on this socket. Connects for a moment.</summary>
    public static bool IsServed(string path)
    {
        try
        {
            using var socket = DescriptorSocket.TryConnect(path, out _);
            return socket is not null;
        }
        catch (OrielException)
        {
            // A path too long for a socket, or no descriptor left: nothing that could be used.
            return false;
        }
    }

    /// <summary>Sockets of the user and of the system on which somebody listens, in order of their names; at most 64.</summary>
    public static IReadOnlyList<string> Find() =>
        OperatingSystem.IsLinux() ? [.. FindIn(OwnFolder), .. OwnFolder == SystemFolder ? [] : FindIn(SystemFolder)] : [];

    /// <summary>Sockets in one folder on which somebody listens.</summary>
    internal static IEnumerable<string> FindIn(string folder)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 };
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*" + Ending, options).Take(MostFound).Order(StringComparer.Ordinal)
                .Where(path => IsSocket(path) && IsServed(path))
            : [];
    }
}
