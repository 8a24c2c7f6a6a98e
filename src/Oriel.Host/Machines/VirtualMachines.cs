using Oriel.Host.Checks;
using Oriel.Host.Systems;

namespace Oriel.Host.Machines;

/// <summary>
/// The virtual machines of this host: libvirt's domains (of the system and of the user), and QEMU programs that somebody started without it. A running domain and its program are one machine.
/// </summary>
public sealed class VirtualMachines : IHostFacts<VirtualMachines>
{
    // Accounts of people begin here; those of programs (libvirt's, on Debian) come before it or in the second range. What is beyond 16 bits belongs to a directory's people or to somebody's containers.
    private const uint FirstPerson = 1000;
    private const uint LastPerson = 60_000;
    private const uint LastProgram = ushort.MaxValue;

    private readonly string _chosen;
    private readonly HostUser _user;

    private VirtualMachines(IReadOnlyList<VirtualMachine> all, IReadOnlyList<MachineSource> sources, HostUser user, string chosen)
    {
        All = all;
        Sources = sources;
        _user = user;
        _chosen = chosen;
    }

    /// <summary>All of them: running ones first, then by name.</summary>
    public IReadOnlyList<VirtualMachine> All { get; }

    /// <summary>Where they were looked for, and what could not be seen.</summary>
    public IReadOnlyList<MachineSource> Sources { get; }

    /// <summary>Those the checks are about: <see cref="CheckOptions.Machine"/>, else all.</summary>
    public IReadOnlyList<VirtualMachine> Chosen => _chosen.Length == 0 ? All : Named(_chosen);

    /// <inheritdoc/>
    public static VirtualMachines Read(CheckContext context) => Read(context.System, context.Options.Machine);

    /// <summary>Reads libvirt and the running programs.</summary>
    public static VirtualMachines Read(IHostSystem system, string chosen = "")
    {
        var sources = new List<MachineSource>();
        var domains = LibvirtConnection.ReadAll(system, sources);
        return new VirtualMachines(InOrder(Merge(domains, QemuPrograms.Read(system, sources))), sources, system.User, chosen);
    }

    /// <summary>Only what runs, from the command lines of QEMU programs: no other program is started, so it takes milliseconds.</summary>
    public static VirtualMachines ReadRunning(IHostSystem system)
    {
        var sources = new List<MachineSource>();
        return new VirtualMachines(InOrder(QemuPrograms.Read(system, sources)), sources, system.User, "");
    }

    /// <summary>
    /// Machines that a user means: by name, by UUID, or by how one begins, at least four characters of it. Names win over UUIDs, running machines over others of the same name. Several when it is ambiguous.
    /// </summary>
    public IReadOnlyList<VirtualMachine> Named(string text)
    {
        var named = All.Where(machine => machine.Name == text).ToList();
        if (named.Count == 0)
        {
            named = [.. All.Where(machine => machine.Name.Equals(text, StringComparison.OrdinalIgnoreCase))];
        }

        if (named.Count == 0 && text.Length >= 4 && text.All(c => char.IsAsciiHexDigit(c) || c == '-'))
        {
            named = [.. All.Where(machine => machine.Uuid is { } uuid
                && (uuid.ToString("D").StartsWith(text, StringComparison.OrdinalIgnoreCase) || uuid.ToString("N").StartsWith(text, StringComparison.OrdinalIgnoreCase)))];
        }

        var running = named.Where(machine => machine.IsRunning).ToList();
        return running.Count > 0 ? running : named;
    }

    /// <summary>
    /// Whether it may be taken without a word: not when another person runs it. Names and places in a command line are claims of whoever started the program.
    /// </summary>
    public bool IsTrusted(VirtualMachine machine) =>
        machine.Pid is null || machine.Owner == _user.Uid || machine.Owner is < FirstPerson or (> LastPerson and <= LastProgram);

    private static List<VirtualMachine> Merge(IReadOnlyList<VirtualMachine> domains, IReadOnlyList<VirtualMachine> programs)
    {
        var machines = new List<VirtualMachine>();
        var left = programs.ToList();
        foreach (var domain in domains)
        {
            // The same UUID; one that libvirt calls stopped can still be ending, or was started by hand with a copied UUID: then they are two.
            var program = domain.IsRunning ? left.Find(one => domain.Uuid is not null ? one.Uuid == domain.Uuid && one.Name == domain.Name : one.Connection == domain.Connection && one.Name == domain.Name) : null;
            if (program is not null)
            {
                left.Remove(program);
            }

            machines.Add(program is null ? domain : Joined(domain, program));
        }

        return [.. machines, .. left];
    }

    /// <summary>libvirt's description, and what only the program tells: its process, its arguments, whether SPICE wants a password (virsh hides that from readers).</summary>
    private static VirtualMachine Joined(VirtualMachine domain, VirtualMachine program) => domain with
    {
        Pid = program.Pid,
        Owner = program.Owner,
        Arguments = program.Arguments,
        Spice = domain.Spice.Count == program.Spice.Count ? [.. domain.Spice.Select((server, i) => server with { WantsTicket = program.Spice[i].WantsTicket })] : domain.Spice,
    };

    private static IReadOnlyList<VirtualMachine> InOrder(IReadOnlyList<VirtualMachine> machines) =>
        [.. machines.OrderBy(machine => !machine.IsRunning).ThenBy(machine => machine.Name, StringComparer.Ordinal).ThenBy(machine => machine.Pid)];
}
