using System.CommandLine;
using System.CommandLine.Parsing;
using System.Numerics;
using System.Runtime.InteropServices;
using Oriel.Cli.Serve;
using Oriel.Memory;
using Oriel.Relay.Doorbell;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel serve</c>: an ivshmem server for virtual machines with doorbells.</summary>
internal sealed class ServeCommand
{
    private const ulong DefaultBytes = 64UL << 20;
    private const ulong LeastBytes = 1UL << 20;

    private readonly Argument<string[]> _machines = new("NAME[:SIZE]")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Virtual machines: a name (letters, digits, - and _) and the size of its shared memory, a power of two (64M when not given)",
    };

    private readonly Option<string?> _socket = new("--socket") { HelpName = "PATH", Description = "Path of the socket; only with one machine. Default: $XDG_RUNTIME_DIR/oriel/NAME.sock (root without it: /run/oriel)" };
    private readonly Option<int> _vectors = new("--vectors") { HelpName = "N", Description = "Interrupts for each peer; Oriel uses one", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _hugePages = new("--hugepages") { Description = "Take the memory from the huge pages (2 MiB) that the administrator set aside" };
    private readonly Option<string[]> _users = new("--allow-user") { HelpName = "USER", Description = "Also let this user connect (name or number; may be repeated). Always allowed: our own user and root" };
    private readonly Option<string[]> _groups = new("--allow-group") { HelpName = "GROUP", Description = "Also let members of this group connect (name or number; may be repeated)" };
    private readonly Option<UnixFileMode> _mode = new("--socket-mode")
    {
        HelpName = "MODE",
        Description = "Permissions of the socket file, octal. Default: 0600, or 0660 with --socket-group",
        CustomParser = ParseMode,
    };

    private readonly Option<string?> _group = new("--socket-group") { HelpName = "GROUP", Description = "Group of the socket file (name or number); we must belong to it" };
    private readonly Option<int> _peers = new("--max-peers") { HelpName = "N", Description = "Most connections for each machine: the machine itself, viewers, programs that look", DefaultValueFactory = _ => 64 };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, one object a line, when ready and whenever a peer comes or goes" };

    private ServeCommand()
    {
        _machines.Validators.Add(CheckMachines);
        Require(_vectors, IvshmemProtocol.MostVectors);
        Require(_peers, 256);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var self = new ServeCommand();
        var command = new Command(
            "serve",
            "Serves shared memory with doorbells (ivshmem-doorbell) to virtual machines and viewers: a frame wakes the viewer at once, and nobody has to poll. Start it before the "
            + "virtual machine; it prints what QEMU, libvirt and the viewer need. Ends on Ctrl+C or SIGTERM; machine and viewers that are connected go on without it. See docs/doorbell.md "
            + "for systemd units and permissions.\n\n"
            + "Examples:\n"
            + "  oriel serve win11\n"
            + "  oriel serve win11:128M linux:64M\n"
            + "  oriel serve win11 --socket /run/oriel/win11.sock --allow-user libvirt-qemu --socket-group kvm\n\n"
            + "Exit status: 0 after a stop, 3 when the memory or a socket cannot be had, 8 for an unknown user or group.")
        {
            self._machines, self._socket, self._vectors, self._hugePages, self._users, self._groups, self._mode, self._group, self._peers, self._json,
        };
        command.Validators.Add(self.Validate);
        command.SetAction(self.Run);
        return command;
    }

    private static void Require(Option<int> option, int most) => option.Validators.Add(result =>
    {
        if (!result.Implicit && result.GetValueOrDefault<int>() is var value && (value < 1 || value > most))
        {
            result.AddError($"{option.Name} is 1 to {most}, not {value}");
        }
    });

    private static UnixFileMode ParseMode(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.Length is 3 or 4 && text.All(c => c is >= '0' and <= '7') && Convert.ToInt32(text, 8) is <= 0x1FF and var mode)
        {
            return (UnixFileMode)mode;
        }

        result.AddError($"'{text}' is no mode: write for example 0660");
        return UnixFileMode.None;
    }

    private static bool TryParse(string text, out string name, out ulong bytes)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        name = colon < 0 ? text : text[..colon];
        bytes = DefaultBytes;
        return DoorbellSource.IsName(name)
            && (colon < 0 || (ByteSize.TryParse(text[(colon + 1)..], out bytes) && BitOperations.IsPow2(bytes) && bytes is >= LeastBytes and <= Region.LargestBytes));
    }

    private static void CheckMachines(ArgumentResult result)
    {
        PlainText.RefuseUnknownOptions(result);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            if (!TryParse(token.Value, out var name, out _))
            {
                result.AddError($"'{token.Value}' is no machine: write NAME or NAME:SIZE, NAME of 1 to {DoorbellSource.LongestName} letters, digits, - and _, SIZE a power of two from 1M to 4G");
            }
            else if (!names.Add(name))
            {
                result.AddError($"machine '{name}' is named twice");
            }
        }
    }

    private void Validate(CommandResult result)
    {
        if (result.GetResult(_socket) is { Implicit: false } && (result.GetResult(_machines)?.Tokens.Count ?? 0) > 1)
        {
            result.AddError("--socket is for one machine: leave it out, or run one server for each machine");
        }
    }

    private int Run(ParseResult parsed)
    {
        // Before anything opens a descriptor that could be taken for one that was passed.
        var passed = SystemdLink.TakePassed();
        var manager = SystemdLink.FromEnvironment();
        var machines = Machines(parsed);
        IServeOutput output = parsed.GetValue(_json) ? new ServeJson(Console.Out) : new ServeText(Console.Out);
        using var stop = new WakeEvent();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Ask(stop, context));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Ask(stop, context));
        using var server = new DoorbellServer(machines, output.Report, manager, passed);
        output.Ready(machines);
        manager?.Ready($"serving {string.Join(", ", machines.Select(m => m.Name))}");
        server.Run(stop);
        manager?.Stopping();
        output.End();
        return ExitCodes.Success;
    }

    private static void Ask(WakeEvent stop, PosixSignalContext context)
    {
        context.Cancel = true;
        stop.Signal();
    }

    private List<MachineOptions> Machines(ParseResult parsed)
    {
        var group = parsed.GetValue(_group) is { } name ? AccountNames.Group(name) : (uint?)null;
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var mode = parsed.GetResult(_mode) is { Implicit: false } ? parsed.GetValue(_mode)
            : group is null ? Own : Own | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        var policy = new PeerPolicy(
            new HashSet<uint>((parsed.GetValue(_users) ?? []).Select(user => AccountNames.User(user)).Append(0u).Append(DoorbellSource.OwnUserId)),
            new HashSet<uint>((parsed.GetValue(_groups) ?? []).Select(allowed => AccountNames.Group(allowed))));
        return [.. parsed.GetValue(_machines)!.Select(text =>
        {
            _ = TryParse(text, out var machine, out var bytes);
            return new MachineOptions
            {
                Name = machine, SizeBytes = bytes, Policy = policy, SocketMode = mode, SocketGroupId = group,
                SocketPath = parsed.GetValue(_socket) is { Length: > 0 } path ? Path.GetFullPath(path) : DoorbellSource.SocketOf(machine),
                Vectors = parsed.GetValue(_vectors), HugePages = parsed.GetValue(_hugePages), MostPeers = parsed.GetValue(_peers),
            };
        })];
    }
}
