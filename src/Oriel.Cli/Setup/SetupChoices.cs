using Oriel.Host.Setup;
using Oriel.Host.Setup.Steps;
using Oriel.Host.Systems;
using Oriel.Memory;

namespace Oriel.Cli.Setup;

/// <summary>What the command line leaves open, chosen by what the host has.</summary>
internal static class SetupChoices
{
    /// <summary>For whom the host is prepared.</summary>
    public static HostTarget Target(IHostSystem system, SetupRequest request, bool isSystem, bool isRunning)
    {
        // Under sudo the viewer is who called it.
        var viewer = request.Viewer.Length > 0 ? request.Viewer : system.User.IsRoot && system.Variable("SUDO_USER") is { Length: > 0 } caller ? caller : system.User.Name;
        var isOwn = viewer == system.User.Name;
        var home = isOwn && system.Variable("HOME") is { Length: > 0 } own ? own
            : (system.Read("/etc/passwd").Value ?? "").Split('\n').Select(line => line.Split(':')).FirstOrDefault(line => line.Length > 5 && line[0] == viewer)?[5] ?? $"/home/{viewer}";
        return new HostTarget { IsSystem = isSystem, IsRunning = isRunning, Viewer = viewer, Home = home, ConfigHome = isOwn ? system.Variable("XDG_CONFIG_HOME") ?? "" : "" };
    }

    /// <summary>The wish with everything decided, and the reason for the kind of memory (empty when it was asked for).</summary>
    /// <param name="system">The host.</param>
    /// <param name="wish">As far as the command line says it.</param>
    /// <param name="target">For whom.</param>
    /// <param name="machine">Name of the machine; empty when there is none.</param>
    /// <param name="others">Names of other machines' regions.</param>
    /// <param name="json">QEMU takes JSON.</param>
    public static (SetupWish Wish, string Reason) Complete(IHostSystem system, SetupWish wish, HostTarget target, string machine, IReadOnlyList<string> others, bool json)
    {
        var hasUnit = !target.IsSystem && DoorbellSteps.UserUnits(system, target) is not null;
        var kind = hasUnit ? MemoryKind.Doorbell : MemoryKind.Plain;
        var reason = wish.Memory != MemoryKind.Keep ? ""
            : hasUnit ? "with doorbells, as the units of \"oriel serve\" are installed: a frame wakes the viewer and nobody polls (--plain for a file)"
            : target.IsSystem ? "a plain file, which needs no server and works with every agent; the viewer looks for frames by their rhythm (--doorbell wakes it instead, and needs a server of the system)"
            : "a plain file, which needs no server; with the units of \"oriel serve\" installed it would be doorbells (--doorbell)";
        var final = wish.Memory == MemoryKind.Keep ? kind : wish.Memory;
        var own = Name(machine);
        return (wish with
        {
            NewMemory = kind,
            NewName = final == MemoryKind.Doorbell || others.Contains("oriel") ? (final == MemoryKind.Doorbell ? own : $"oriel-{own}") : "oriel",
            SocketFolder = target.IsSystem ? "/run/oriel" : Path.GetDirectoryName(DoorbellSource.SocketOf("x"))!,
            KvmfrDevice = final == MemoryKind.Kvmfr && wish.Name.Length > 0 ? $"/dev/{wish.Name}" : "/dev/kvmfr0",
            Name = final == MemoryKind.Kvmfr ? "" : wish.Name,
            QemuTakesJson = json,
        }, reason);
    }

    /// <summary>QEMU takes JSON for devices, and libvirt passes it on; unknown versions are taken for today's.</summary>
    public static bool TakesJson((Version? Libvirt, Version? Qemu) versions) =>
        (versions.Libvirt is null || versions.Libvirt >= new Version(7, 9)) && (versions.Qemu is null || versions.Qemu >= new Version(6, 2));

    // A machine's name as the doorbell server takes it.
    private static string Name(string machine)
    {
        var name = string.Concat(machine.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')).Trim('-');
        return name.Length == 0 ? "oriel" : name.Length <= 32 ? name : name[..32];
    }
}
