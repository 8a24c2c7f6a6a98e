using Oriel.Host.Systems;

namespace Oriel.Host.Machines;

/// <summary>
/// The domains of one libvirt connection: by virsh, read-only (so that nobody is asked for a password, and nothing can be changed), else by libvirt's own files where they may be read. Bounded: number of
/// domains, each program's time, and no further question to a libvirt that did not answer one.
/// </summary>
internal sealed class LibvirtConnection
{
    /// <summary>The system's.</summary>
    public const string SystemUri = "qemu:///system";

    /// <summary>The user's own.</summary>
    public const string SessionUri = "qemu:///session";

    /// <summary>Most domains that are read.</summary>
    public const int MostDomains = 64;

    private readonly IHostSystem _system;
    private readonly string _uri;
    private readonly List<VirtualMachine> _found = [];
    private readonly List<string> _unread = [];

    private LibvirtConnection(IHostSystem system, string uri) => (_system, _uri) = (system, uri);

    /// <summary>Reads the system's domains and, where there are any, those of the user.</summary>
    /// <param name="system">The machine.</param>
    /// <param name="sources">How it went is added here.</param>
    public static IReadOnlyList<VirtualMachine> ReadAll(IHostSystem system, ICollection<MachineSource> sources)
    {
        List<VirtualMachine> machines = [.. Read(system, SystemUri, "/run/libvirt/qemu", "/etc/libvirt/qemu", sources)];

        // Asking virsh for the session would start a daemon where none runs: then its files, which are the user's own, say as much.
        var runtime = system.Variable("XDG_RUNTIME_DIR") is { Length: > 0 } folder ? folder : $"/run/user/{system.User.Uid}";
        var configuration = system.Variable("XDG_CONFIG_HOME") is { Length: > 0 } own ? own : system.Variable("HOME") is { Length: > 0 } home ? $"{home}/.config" : "";
        var daemonRuns = system.Stat($"{runtime}/libvirt/libvirt-sock").IsSeen || system.Stat($"{runtime}/libvirt/virtqemud-sock").IsSeen;
        if (daemonRuns)
        {
            machines.AddRange(Read(system, SessionUri, $"{runtime}/libvirt/qemu/run", configuration.Length > 0 ? $"{configuration}/libvirt/qemu" : "", sources));
        }
        else if (configuration.Length > 0 && system.List($"{configuration}/libvirt/qemu").IsSeen)
        {
            var session = new LibvirtConnection(system, SessionUri);
            session.ReadFolder($"{configuration}/libvirt/qemu", areRunning: false);
            sources.Add(session.Told(new MachineSource(SessionUri, Missing.Nothing, "")));
            machines.AddRange(session._found);
        }

        return machines;
    }

    private static List<VirtualMachine> Read(IHostSystem system, string uri, string running, string defined, ICollection<MachineSource> sources)
    {
        var self = new LibvirtConnection(system, uri);
        var list = system.Run("virsh", "-r", "-c", uri, "list", "--all", "--uuid");
        if (list.IsSeen && list.Value!.IsGood)
        {
            self.ReadDomains(list.Value.Output);
            sources.Add(self.Told(new MachineSource(uri, Missing.Nothing, "")));
            return self._found;
        }

        var refusal = Refusal(uri, list);
        self.ReadFolder(running, areRunning: true);
        if (defined.Length > 0)
        {
            self.ReadFolder(defined, areRunning: false);
        }

        sources.Add(self._found.Count > 0 ? self.Told(refusal with { Missing = Missing.Nothing, Why = $"{refusal.Why}; read from libvirt's files instead" }) : refusal);
        return self._found;
    }

    private static MachineSource Refusal(string uri, Sight<CommandOutput> list)
    {
        if (list.IsAbsent)
        {
            return new MachineSource(uri, Missing.Absent, "virsh is not installed");
        }

        if (!list.IsSeen)
        {
            return new MachineSource(uri, list.Missing, $"virsh gave no answer: {FirstLine(list.Why)}");
        }

        // No daemon is the normal state of a machine without libvirt, a refusal is not.
        var words = list.Value!.Error;
        var missing = words.Contains("ermission denied", StringComparison.Ordinal) || words.Contains("uthenticat", StringComparison.Ordinal) || words.Contains("ccess denied", StringComparison.Ordinal) ? Missing.Denied
            : words.Contains("No such file", StringComparison.Ordinal) || words.Contains("Connection refused", StringComparison.Ordinal) || words.Contains("no connection driver", StringComparison.Ordinal) ? Missing.Absent
            : Missing.Failed;
        return new MachineSource(uri, missing, missing == Missing.Absent ? "libvirt's daemon does not run" : $"virsh: {FirstLine(words)}");
    }

    private static string FirstLine(string text)
    {
        // "error: failed to connect to the hypervisor" says less than the line after it.
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.Length > 1 && lines[0].EndsWith("hypervisor", StringComparison.Ordinal) ? lines[1] : lines.FirstOrDefault("");
        line = line.StartsWith("error: ", StringComparison.Ordinal) ? line["error: ".Length..] : line;
        return line.Length <= 200 ? line : line[..200];
    }

    private void ReadDomains(string list)
    {
        var uuids = list.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => Guid.TryParseExact(line, "D", out _)).ToList();
        foreach (var uuid in uuids.Take(MostDomains))
        {
            var now = Dump(uuid, inactive: false, out var isSilent);
            if (isSilent)
            {
                _unread.Add($"{uuid}: virsh gave no answer; what comes after it was not asked for");
                return;
            }

            if (now is { IsRunning: true })
            {
                now = now with { Defined = Dump(uuid, inactive: true, out isSilent) };
            }

            if (now is not null)
            {
                _found.Add(now);
            }

            if (isSilent)
            {
                return;
            }
        }

        if (uuids.Count > MostDomains)
        {
            _unread.Add($"only the first {MostDomains} of {uuids.Count} domains were read");
        }
    }

    private VirtualMachine? Dump(string uuid, bool inactive, out bool isSilent)
    {
        var dump = inactive ? _system.Run("virsh", "-r", "-c", _uri, "dumpxml", "--inactive", uuid) : _system.Run("virsh", "-r", "-c", _uri, "dumpxml", uuid);
        isSilent = !dump.IsSeen;
        if (dump.Value is not { IsGood: true } output)
        {
            // Undefined between the two questions: no longer there, so nothing to say.
            if (dump.Value is { } refused && !refused.Error.Contains("not found", StringComparison.Ordinal))
            {
                _unread.Add($"{uuid}: {FirstLine(refused.Error)}");
            }

            return null;
        }

        if (DomainXml.TryRead(output.Output, _uri, out var machine, out var why))
        {
            return machine;
        }

        _unread.Add($"{uuid}: {why}");
        return null;
    }

    private void ReadFolder(string folder, bool areRunning)
    {
        foreach (var name in (_system.List(folder).Value ?? []).Where(name => name.EndsWith(".xml", StringComparison.Ordinal)).Take(MostDomains))
        {
            var text = _system.Read($"{folder}/{name}");
            if (!text.IsSeen)
            {
                _unread.Add($"{folder}/{name}: {(text.IsDenied ? "may not be read" : FirstLine(text.Why))}");
            }
            else if (!DomainXml.TryRead(text.Value!, _uri, out var machine, out var why))
            {
                _unread.Add($"{folder}/{name}: {why}");
            }
            else if (!areRunning && _found.FindIndex(one => one.Uuid == machine!.Uuid && one.Name == machine.Name) is >= 0 and var running)
            {
                _found[running] = _found[running] with { Defined = machine! with { IsRunning = false } };
            }
            else
            {
                _found.Add(machine! with { IsRunning = areRunning });
            }
        }
    }

    private MachineSource Told(MachineSource source) =>
        _unread.Count == 0 ? source : source with { Missing = Missing.Failed, Why = string.Join("; ", (string[])[.. source.Why.Length > 0 ? [source.Why] : (string[])[], .. _unread.Take(4)]) };
}
