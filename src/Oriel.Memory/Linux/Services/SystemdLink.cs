using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory;

/// <summary>
/// The two ways a service manager (systemd) talks to a service: descriptors it passes at the start (sd_listen_fds), and messages to its socket (sd_notify), by which it also keeps descriptors
/// for the next start. Everything here fails softly: a service that nobody manages works as well. Any thread.
/// </summary>
public sealed unsafe class SystemdLink
{
    /// <summary>Longest name of a descriptor that it keeps.</summary>
    public const int LongestName = 255;

    private const int FirstPassed = 3;

    // systemd's own limit for kept descriptors is the unit's FileDescriptorStoreMax; more than this is a mistake of whoever set the number.
    private const int MostPassed = 65536;

    private readonly string _path;

    private SystemdLink(string path) => _path = path;

    /// <summary>The manager named by <c>$NOTIFY_SOCKET</c>; null without one.</summary>
    public static SystemdLink? FromEnvironment() =>
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 1 } path && path[0] is '/' or '@' ? new SystemdLink(path) : null;

    /// <summary>
    /// Takes the descriptors passed to this process (<c>$LISTEN_PID</c>, <c>$LISTEN_FDS</c>, <c>$LISTEN_FDNAMES</c>) with their names, and removes the variables so that children
    /// do not take them for theirs. Empty when none were passed. Call once, before anything opens descriptors.
    /// </summary>
    public static IReadOnlyList<(string Name, SafeFileHandle Handle)> TakePassed()
    {
        var process = Environment.GetEnvironmentVariable("LISTEN_PID");
        var count = Environment.GetEnvironmentVariable("LISTEN_FDS");
        var names = (Environment.GetEnvironmentVariable("LISTEN_FDNAMES") ?? "").Split(':');
        foreach (var variable in (string[])["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"])
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        if (!int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var ours) || ours != Environment.ProcessId
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var passed) || passed is < 1 or > MostPassed)
        {
            return [];
        }

        var taken = new List<(string, SafeFileHandle)>();
        for (var i = 0; i < passed; i++)
        {
            // Descriptors that are not open are skipped: the number is the environment's.
            if (Libc.fcntl(FirstPassed + i, Libc.F_SETFD, Libc.FD_CLOEXEC) == 0)
            {
                taken.Add((i < names.Length ? names[i] : "", new SafeFileHandle(FirstPassed + i, ownsHandle: true)));
            }
        }

        return taken;
    }

    /// <summary>Says that the service works, and in what state it is.</summary>
    public bool Ready(string status) => Send($"READY=1\nSTATUS={status}", null);

    /// <summary>Says that the service ends.</summary>
    public bool Stopping() => Send("STOPPING=1", null);

    /// <summary>Asks it to keep a descriptor beyond the end of this process. Without polling: a connection that ends meanwhile is for the next start to find.</summary>
    /// <param name="name">Name, unique: it comes back with the descriptor.</param>
    /// <param name="descriptor">Stays ours as well.</param>
    public bool Keep(string name, SafeFileHandle descriptor) => Send($"FDSTORE=1\nFDNAME={name}\nFDPOLL=0", descriptor);

    /// <summary>Asks it to close what it keeps under a name.</summary>
    public bool Forget(string name) => Send($"FDSTOREREMOVE=1\nFDNAME={name}", null);

    private bool Send(string message, SafeFileHandle? descriptor)
    {
        if (!UnixAddress.TryMake(_path, out var address, out var length))
        {
            return false;
        }

        var socket = Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
        if (socket < 0)
        {
            return false;
        }

        // Its queue is ten messages long: wait for a place in it, but not for a manager that hangs.
        using var handle = new SafeFileHandle(socket, ownsHandle: true);
        var limit = new TimeSpec { Seconds = 1 };
        _ = Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_SNDTIMEO, &limit, (uint)sizeof(TimeSpec));
        return DescriptorSocket.Send(socket, Encoding.UTF8.GetBytes(message), descriptor, &address, length, flags: 0) == SocketOutcome.Done;
    }
}
