using Oriel.Memory;

namespace Oriel.Relay.Doorbell;

/// <summary>
/// The listening socket of a machine, and the right to be its only server: a locked file beside it, so that two servers that start at once cannot both find a stale socket. A socket that the
/// service manager opened is left where it is at the end.
/// </summary>
internal sealed class MachineSocket : IDisposable
{
    private readonly FileStream? _lock;
    private readonly string? _ownPath;

    private MachineSocket(DescriptorSocket socket, FileStream? gate, string? ownPath)
    {
        Socket = socket;
        _lock = gate;
        _ownPath = ownPath;
    }

    /// <summary>The socket.</summary>
    public DescriptorSocket Socket { get; }

    /// <summary>Takes over a socket that listens already.</summary>
    public static MachineSocket Of(DescriptorSocket passed) => new(passed, null, null);

    /// <summary>Makes the socket. Removes one that a dead server left behind; refuses a path that is served or is something else.</summary>
    public static MachineSocket Open(MachineOptions options)
    {
        var path = Path.GetFullPath(options.SocketPath);
        if (Path.GetDirectoryName(path) == DoorbellSource.OwnFolder)
        {
            DoorbellSource.PrepareOwnFolder();
        }

        var gate = Lock(path);
        try
        {
            if (Path.Exists(path))
            {
                RemoveStale(path);
            }

            return new MachineSocket(DescriptorSocket.Listen(path, options.SocketMode, options.SocketGroupId), gate, path);
        }
        catch
        {
            gate.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The name goes first: from then on nobody can connect to a server that no longer answers. The lock's file stays: removing it would let two servers lock two files of one name.
        if (_ownPath is not null)
        {
            File.Delete(_ownPath);
        }

        Socket.Dispose();
        _lock?.Dispose();
    }

    private static FileStream Lock(string path)
    {
        var file = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.lock");
        try
        {
            // No sharing is an advisory lock of the whole file, which the kernel takes back when we die.
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new FileStream(file, options);
        }
        catch (IOException e) when (File.Exists(file) && e is not PathTooLongException)
        {
            throw AlreadyServed(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(RelayErrors.SocketPathTaken, $"{file}: {e.Message}", "a folder that exists and that we may write to", "make the folder, or name another path with --socket", e);
        }
    }

    private static void RemoveStale(string path)
    {
        // With the lock ours, whoever listens is a server of another kind, or was started by the service manager.
        if (DoorbellSource.IsServed(path))
        {
            throw AlreadyServed(path, null);
        }

        if (!DoorbellSource.IsSocket(path))
        {
            throw new OrielException(
                RelayErrors.SocketPathTaken, $"{path} is no socket", "a free path, or a socket that a dead server left behind", "remove it yourself if it is not needed, or name another path with --socket");
        }

        File.Delete(path);
    }

    private static OrielException AlreadyServed(string path, Exception? inner) => new(
        RelayErrors.AlreadyServed, $"{path} has a server", "a socket that nobody serves", "end that one first, or give this machine another name or path; oriel list shows what is served", inner);
}
