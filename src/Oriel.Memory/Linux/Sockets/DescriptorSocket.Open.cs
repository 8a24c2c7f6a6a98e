using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory;

/// <content>Connecting, listening, and taking over what a service manager opened.</content>
public sealed unsafe partial class DescriptorSocket
{
    /// <summary>Connections that may wait to be accepted.</summary>
    private const int Backlog = 64;

    /// <summary>Connects; null when nobody listens there (no file, or a file that a dead server left behind). Throws <see cref="OrielException"/> for everything else.</summary>
    /// <param name="path">Path of the socket file.</param>
    public static DescriptorSocket? TryConnect(string path)
    {
        var socket = TryConnect(path, out var error);
        return socket is not null || error is Libc.ENOENT or Libc.ECONNREFUSED or Libc.ENOTDIR
            ? socket
            : throw (error is Libc.EACCES or Libc.EPERM
                ? new OrielException(
                    MemoryErrors.PermissionDenied,
                    $"{path}: {RegionOpening.Describe(error)}; we are {Accounts.DescribeProcess()}",
                    "permission to connect to the socket and to enter every folder on the way",
                    $"look at each folder on the way with: namei -l {path} ; the server's options --socket-mode, --socket-group and --allow-user say who may connect")
                : new OrielException(MemoryErrors.SocketFailed, $"connecting to {path} failed: {RegionOpening.Describe(error)}", "the socket of \"oriel serve\"", "see the message"));
    }

    /// <summary>Binds a new socket file, gives it owner and mode before anybody can connect, and listens.</summary>
    /// <param name="path">Path that does not exist yet.</param>
    /// <param name="mode">Permissions of the file.</param>
    /// <param name="groupId">Group of the file; null keeps ours.</param>
    public static DescriptorSocket Listen(string path, UnixFileMode mode, uint? groupId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!UnixAddress.TryMake(path, out var address, out var length))
        {
            throw TooLong(path);
        }

        var socket = New();
        try
        {
            using var use = new DescriptorUse(socket._handle);
            if (Libc.bind(use.Descriptor, &address, length) != 0)
            {
                throw Refused(path, "bind");
            }

            using var name = new NativeString(path);
            if (groupId is { } group && Libc.lchown(name.Address, uint.MaxValue, group) != 0)
            {
                throw Refused(path, $"giving it to group {Accounts.GroupName(group)}");
            }

            if (Libc.chmod(name.Address, (uint)mode) != 0)
            {
                throw Refused(path, "chmod");
            }

            // Until here a connection was refused, whatever the umask made of the mode.
            return Libc.listen(use.Descriptor, Backlog) == 0 ? socket : throw Refused(path, "listen");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a stream socket that somebody else opened; null when it is none. Makes it non-blocking. Owns the handle from here when it is one.</summary>
    /// <param name="handle">Connected or listening.</param>
    /// <param name="isListening">Which of the two.</param>
    public static DescriptorSocket? TryAdopt(SafeFileHandle handle, out bool isListening)
    {
        ArgumentNullException.ThrowIfNull(handle);
        using var use = new DescriptorUse(handle);
        isListening = Option(use.Descriptor, Libc.SO_ACCEPTCONN) == 1;
        if (Option(use.Descriptor, Libc.SO_DOMAIN) != Libc.AF_UNIX || Option(use.Descriptor, Libc.SO_TYPE) != Libc.SOCK_STREAM)
        {
            return null;
        }

        var flags = Libc.fcntl(use.Descriptor, Libc.F_GETFL, 0);
        return flags >= 0 && Libc.fcntl(use.Descriptor, Libc.F_SETFL, flags | Libc.O_NONBLOCK) == 0 ? new DescriptorSocket(handle) : null;
    }

    /// <summary>Wraps any socket: tests receive datagrams with descriptors.</summary>
    internal static DescriptorSocket Wrap(SafeFileHandle handle) => new(handle);

    /// <summary>Connects without waiting; null with errno when that fails. A server whose queue is full counts as absent (EAGAIN).</summary>
    internal static DescriptorSocket? TryConnect(string path, out int error)
    {
        if (!UnixAddress.TryMake(path, out var address, out var length))
        {
            throw TooLong(path);
        }

        var socket = New();
        using (var use = new DescriptorUse(socket._handle))
        {
            error = Libc.connect(use.Descriptor, &address, length) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        if (error == 0)
        {
            return socket;
        }

        socket.Dispose();
        return null;
    }

    private static DescriptorSocket New()
    {
        var descriptor = Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, 0);
        return descriptor >= 0
            ? new DescriptorSocket(new SafeFileHandle(descriptor, ownsHandle: true))
            : throw new OrielException(
                MemoryErrors.SocketFailed, $"socket failed: {RegionOpening.Describe(Marshal.GetLastPInvokeError())}", "a Unix socket", "raise the limit on open files (ulimit -n)");
    }

    private static int Option(int descriptor, int name)
    {
        int value;
        var length = (uint)sizeof(int);
        return Libc.getsockopt(descriptor, Libc.SOL_SOCKET, name, &value, &length) == 0 ? value : -1;
    }

    private static OrielException TooLong(string path) => new(
        MemoryErrors.SocketFailed,
        $"\"{path}\" has {System.Text.Encoding.UTF8.GetByteCount(path)} bytes",
        $"a socket path of 1 to {UnixAddress.LongestPath} bytes",
        "name a shorter path with --socket");

    private static OrielException Refused(string path, string step)
    {
        var error = Marshal.GetLastPInvokeError();
        return new OrielException(
            MemoryErrors.SocketFailed,
            $"{step} of {path} failed: {RegionOpening.Describe(error)}; we are {Accounts.DescribeProcess()}",
            "a socket file in a folder that we may write to, of a group that we belong to",
            "name another path with --socket, or another group with --socket-group");
    }
}
