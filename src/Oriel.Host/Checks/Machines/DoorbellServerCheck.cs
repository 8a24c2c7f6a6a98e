using Oriel.Host.Machines;
using Oriel.Host.Setup;
using Oriel.Memory;

namespace Oriel.Host.Checks.Machines;

/// <summary>H48: the server of a machine with doorbells runs.</summary>
internal sealed class DoorbellServerCheck : MachineCheck
{
    private const string UnixSockets = "/proc/net/unix";

    /// <inheritdoc/>
    public override string Id => "H48";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Machines;

    /// <inheritdoc/>
    public override string Title => "The machine's doorbell server runs";

    /// <inheritdoc/>
    public override string Symptom => "The machine does not start (\"Failed to connect … ivshmem\"), or a new viewer cannot connect.";

    /// <inheritdoc/>
    public override string LooksAt => $"the sockets named by virsh dumpxml and QEMU's command line, and {UnixSockets} (who listens)";

    /// <inheritdoc/>
    public override string Why => "A machine with ivshmem-doorbell gets its memory from a server when it starts, and so does every viewer.";

    /// <inheritdoc/>
    public override string Remedy => "Start the server before the machine: oriel serve NAME, or its systemd unit.";

    /// <inheritdoc/>
    protected override bool LooksBeyondDescriptions => true;

    /// <inheritdoc/>
    protected override IEnumerable<MachineFault> Faults(VirtualMachine machine, CheckContext context)
    {
        foreach (var socket in machine.SharedMemory.Select(memory => memory.Socket).Where(socket => socket.Length > 0))
        {
            var stat = context.System.Stat(socket);
            if (stat.IsDenied)
            {
                yield return new MachineFault(socket, Severity.Unseen, "The doorbell server's socket cannot be seen", $"{socket}: {(stat.Why.Length > 0 ? stat.Why : "permission denied")}", "a folder this user may pass") { Command = ("Look as the user that the server runs as", "oriel list") };
            }
            else if (!stat.IsSeen || !Listens(socket, context))
            {
                yield return new MachineFault(
                    socket, Severity.Problem, "The doorbell server does not run", stat.IsSeen ? $"nobody listens on {socket}" : $"{socket} does not exist", machine.IsRunning ? "a server for new viewers; with a new one the machine has to be started anew" : "a server before the machine starts")
                {
                    Command = (machine.IsRunning ? "Start the server, then power the machine off and start it" : "Start the server", CommandOf(socket)),
                };
            }
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(VirtualMachine machine, CheckContext context) => machine.SharedMemory.Any(memory => memory.HasDoorbell);

    /// <inheritdoc/>
    protected override string Fine(VirtualMachine machine) => string.Join(", ", machine.SharedMemory.Where(memory => memory.HasDoorbell).Select(memory => memory.Socket));

    private static string CommandOf(string socket)
    {
        var name = Path.GetFileNameWithoutExtension(socket);
        return DoorbellSource.IsName(name) && Path.GetFileName(Path.GetDirectoryName(socket)) == "oriel" && socket == $"{Path.GetDirectoryName(socket)}/{name}.sock"
            ? socket.StartsWith("/run/oriel/", StringComparison.Ordinal) ? $"sudo systemctl enable --now oriel-serve@{name}.socket" : $"systemctl --user enable --now oriel-serve@{name}.socket"
            : $"oriel serve {(DoorbellSource.IsName(name) ? name : "NAME")} --socket {ShellWords.Quote(socket)}";
    }

    // Num RefCount Protocol Flags Type St Inode Path; flag 0x10000 is a socket that listens. Where the list is missing, the socket's being there has to do.
    private static bool Listens(string socket, CheckContext context)
    {
        var list = context.System.Read(UnixSockets);
        return !list.IsSeen || list.Value!.Split('\n').Select(line => line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries)).Any(words => words.Length == 8 && words[7] == socket && words[3] == "00010000");
    }
}
