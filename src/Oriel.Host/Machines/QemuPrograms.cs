using System.Globalization;
using Oriel.Host.Systems;

namespace Oriel.Host.Machines;

/// <summary>
/// Running QEMU programs, from /proc: their command lines are everybody's to read (unless /proc is mounted with hidepid). A program is known by its short name, so that the command lines of others are never read.
/// </summary>
internal static class QemuPrograms
{
    /// <summary>Most programs that are described.</summary>
    public const int MostPrograms = 64;

    // QEMU by libvirt: its folders stand in its arguments.
    private const string SystemFolder = "/var/lib/libvirt/qemu/";
    private const string SessionFolder = "/.config/libvirt/qemu/";

    /// <summary>Reads them, in order of their process numbers.</summary>
    /// <param name="system">The machine.</param>
    /// <param name="sources">How it went is added here.</param>
    public static IReadOnlyList<VirtualMachine> Read(IHostSystem system, ICollection<MachineSource> sources)
    {
        var processes = system.List("/proc");
        if (!processes.IsSeen)
        {
            sources.Add(new MachineSource("/proc", processes.Missing, processes.Why.Length > 0 ? processes.Why : "not there"));
            return [];
        }

        var found = new List<VirtualMachine>();
        var (denied, isCut) = (0, processes.Value!.Count >= HostLimits.Names);
        foreach (var pid in processes.Value.Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0).Order())
        {
            if (system.Read($"/proc/{pid}/comm").Value?.TrimEnd() is not { } name || !QemuCommandLine.IsQemu(name))
            {
                continue;
            }

            if (found.Count == MostPrograms)
            {
                isCut = true;
                break;
            }

            var line = system.Read($"/proc/{pid}/cmdline");
            denied += line.IsDenied ? 1 : 0;

            // A thread that is ending has an empty one.
            if (line.Value is { Length: > 0 } text && Describe(system, pid, text.TrimEnd('\0').Split('\0')) is { } machine)
            {
                found.Add(machine);
            }
        }

        sources.Add(denied > 0 ? new MachineSource("/proc", Missing.Denied, $"the command lines of {denied} running QEMU programs may not be read")
            : isCut ? new MachineSource("/proc", Missing.Failed, "more processes than are looked at")
            : new MachineSource("/proc", Missing.Nothing, ""));
        return found;
    }

    private static VirtualMachine? Describe(IHostSystem system, int pid, string[] arguments)
    {
        // Programs that only have such a name, or QEMU's questions about itself (-version, -device help), are no machine.
        if (!QemuCommandLine.IsQemu(arguments[0]) || arguments.Any(one => one is "-version" or "--version" or "-help" or "--help" or "-h" or "help"))
        {
            return null;
        }

        var folder = system.Link($"/proc/{pid}/cwd").Value ?? "";
        var machine = QemuCommandLine.Read(arguments, folder.StartsWith('/') ? folder : "");
        return machine with
        {
            Name = machine.Name.Length > 0 ? machine.Name : $"qemu-{pid}",
            Pid = pid,
            Owner = system.Stat($"/proc/{pid}").Value?.Uid,
            IsRunning = true,
            Connection = arguments.Any(one => one.Contains(SystemFolder, StringComparison.Ordinal)) ? LibvirtConnection.SystemUri
                : arguments.Any(one => one.Contains(SessionFolder, StringComparison.Ordinal)) ? LibvirtConnection.SessionUri : "",
        };
    }
}
