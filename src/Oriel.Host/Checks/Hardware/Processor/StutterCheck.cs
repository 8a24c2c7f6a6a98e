using System.Globalization;
using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Machines;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Hardware.Processor;

/// <summary>What makes a guest with a GPU of its own stutter, as far as the host shows it: processors, clock, PCI Express link.</summary>
internal sealed class StutterCheck : ReportingCheck
{
    // PCI Express 3.0 with eight lanes, or 4.0 with four: below that a 4K picture at 60 Hz and the game's own traffic get into each other's way.
    private const double EnoughGigatransfers = 8.0 * 8;

    /// <inheritdoc/>
    public override string Id => "D23";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Processor;

    /// <inheritdoc/>
    public override string Title => "Nothing holds the guest's processors or its GPU back";

    /// <inheritdoc/>
    public override string Symptom => "The picture stutters, or comes less often than the guest draws";

    /// <inheritdoc/>
    public override string LooksAt => "scaling_governor and energy_performance_preference of the processors, the machine's vcpu and vcpupin, the allowed processors of QEMU's vCPU threads, current and largest link width and speed of its GPU";

    /// <inheritdoc/>
    public override string Why => "The viewer and QEMU itself need processors too; a clock that is held down or a narrow link delays every frame.";

    /// <inheritdoc/>
    public override string Remedy => "Leave two cores to the host, pin the guest's processors to the others, let the clock rise, give the GPU a slot with eight lanes or more.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var machines = context.Facts<VirtualMachines>().All.Where(machine => machine.SharedMemory.Count > 0 || machine.PassedThrough.Count > 0).ToList();
        if (machines.Count == 0)
        {
            return;
        }

        var before = findings.Count;
        LookAtClock(context.System, findings);
        var processor = context.Facts<ProcessorFacts>();
        foreach (var machine in machines)
        {
            LookAtProcessors(context.System, processor, machine, findings);
        }

        var pci = context.Facts<PciDevices>();
        foreach (var gpu in machines.SelectMany(machine => machine.PassedThrough).Distinct(StringComparer.Ordinal).Where(PciDevices.IsAddress).Select(pci.Of).Where(device => device.IsDisplay && device.PhysicalFunction.Length == 0))
        {
            LookAtLink(context.System, gpu, findings);
        }

        if (findings.Count == before)
        {
            findings.Add(Good("", "Nothing was seen that would hold a guest back", $"{string.Join(", ", machines.Select(machine => $"{machine.Name}: {machine.Processors} of {processor.Count} processors"))}; clock and links are free"));
        }
    }

    private void LookAtClock(IHostSystem system, ICollection<Finding> findings)
    {
        const string folder = "/sys/devices/system/cpu/cpu0/cpufreq";
        var (driver, governor, preference) = (system.Text($"{folder}/scaling_driver"), system.Text($"{folder}/scaling_governor"), system.Text($"{folder}/energy_performance_preference"));

        // intel_pstate and amd-pstate-epp choose the clock themselves: their "powersave" is what others call balanced.
        var isHeldDown = preference.Length > 0 ? preference == "power" : governor == "powersave";
        if (isHeldDown)
        {
            findings.Add(Warning("", "The processors' clock is held down", $"driver {driver}, governor {governor}{(preference.Length > 0 ? $", preference {preference}" : "")}", "a governor that raises the clock under load") with
            {
                Confidence = Confidence.Likely,
                Remedy = system.HasProgram("powerprofilesctl")
                    ? [new RemedyStep("Until the next boot", RemedyKind.Command, "powerprofilesctl set performance")]
                    : [new RemedyStep("Until the next boot", RemedyKind.Command, preference.Length > 0
                        ? "echo balance_performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/energy_performance_preference"
                        : "echo schedutil | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor")],
            });
        }
    }

    private void LookAtProcessors(IHostSystem system, ProcessorFacts processor, VirtualMachine machine, ICollection<Finding> findings)
    {
        if (processor.Count == 0 || machine.Processors == 0)
        {
            return;
        }

        // A kernel thread or two for QEMU, one for the viewer's feed and one for its drawing; a machine with two processors has none to give.
        var left = processor.Count - machine.Processors;
        if (left < 2)
        {
            findings.Add((processor.Count <= 2 ? Note(machine.Name, $"{machine.Name} has nearly all processors of this small host", $"{machine.Processors} of {processor.Count}")
                : Warning(machine.Name, $"{machine.Name} has nearly all processors of the host", $"{machine.Processors} virtual processors on {processor.Count} logical ones", $"at most {processor.Count - 2} in the guest, so that QEMU and the viewer have theirs")) with
            {
                Remedy = processor.Count <= 2 ? [] : machine.Connection.Length > 0
                    ? [new RemedyStep("With the machine powered off", RemedyKind.Command, $"virsh -c {machine.Connection} edit {machine.Name}"), new RemedyStep("and there", RemedyKind.Xml, $"<vcpu placement='static'>{processor.Count - 2}</vcpu>")]
                    : [new RemedyStep("Start QEMU with", RemedyKind.Command, $"-smp {processor.Count - 2}")],
            });
            return;
        }

        if (machine.PinnedProcessors > 0 || machine.PassedThrough.Count == 0 || IsPinned(system, processor, machine) != false)
        {
            return;
        }

        findings.Add((processor.Nodes > 1
            ? Warning(machine.Name, $"{machine.Name} wanders between {processor.Nodes} memory nodes", $"{machine.Processors} virtual processors, none pinned; the host has {processor.Nodes} nodes", "virtual processors and memory on one node")
            : Note(machine.Name, $"The processors of {machine.Name} are not pinned", $"{machine.Processors} virtual processors may run on all {processor.Count} logical ones")) with
        {
            Why = "Pinning keeps the host's work away from the guest's processors: it helps against single late frames, less against a low rate.",
            Remedy = machine.Connection.Length > 0
                ? [new RemedyStep("Find out which logical processors share a core and a cache", RemedyKind.Command, "lscpu -e"),
                    new RemedyStep("In the domain, one line for each virtual processor, leaving processor 0 and its sibling to the host; for example", RemedyKind.Xml, "<cputune>\n  <vcpupin vcpu='0' cpuset='2'/>\n  <vcpupin vcpu='1' cpuset='3'/>\n</cputune>")]
                : [],
        });
    }

    // Null = not known. libvirt's pinning is in the domain too; this finds what taskset, a hook or systemd did.
    private static bool? IsPinned(IHostSystem system, ProcessorFacts processor, VirtualMachine machine)
    {
        if (machine.Pid is not { } pid)
        {
            return machine.DomainXml.Length > 0 ? false : null;
        }

        bool? pinned = null;
        foreach (var task in (system.List($"/proc/{pid}/task").Value ?? []).Take(512))
        {
            if (!system.Text($"/proc/{pid}/task/{task}/comm").StartsWith("CPU ", StringComparison.Ordinal))
            {
                continue;
            }

            var allowed = (system.Read($"/proc/{pid}/task/{task}/status").Value ?? "").Split('\n').FirstOrDefault(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal));
            pinned = (pinned ?? true) && allowed is not null && SystemText.CountOf(allowed["Cpus_allowed_list:".Length..]) < processor.Count;
        }

        return pinned;
    }

    private void LookAtLink(IHostSystem system, PciDevice gpu, ICollection<Finding> findings)
    {
        var (width, widest) = (Link(system, gpu.Address, "current_link_width"), Link(system, gpu.Address, "max_link_width"));

        // The speed falls when a GPU rests, so what it can have counts, not what it has now. The slot above it may allow less.
        var speeds = new[] { Link(system, gpu.Address, "max_link_speed"), gpu.Parent.Length > 0 ? Link(system, gpu.Parent, "max_link_speed") : 0 }.Where(speed => speed > 0).ToList();
        if (width <= 0 || widest <= 0 || speeds.Count == 0)
        {
            return;
        }

        var speed = speeds.Min();
        var seen = string.Create(CultureInfo.InvariantCulture, $"{width:0} of {widest:0} lanes, up to {speed:0.#} GT/s each");
        if (width * speed < EnoughGigatransfers)
        {
            const string why = "Every frame crosses this link on its way into the shared memory.";
            findings.Add(system.IsClosedMachine() ? Note(gpu.Address, $"{gpu.Name} has a narrow link", seen) with { Why = why } : Warning(gpu.Address, $"{gpu.Name} has a narrow link", seen, "PCI Express 3.0 with 8 lanes, or 4.0 with 4, at least") with
            {
                Why = why,
                Remedy = [new RemedyStep("Put the card into the slot that is wired to the processor with the most lanes; a second card or an M.2 disk may take lanes away (see the mainboard's manual)")],
            });
        }
        else if (width < widest)
        {
            findings.Add(Note(gpu.Address, $"{gpu.Name} has fewer lanes than it could", seen));
        }
    }

    // "16.0 GT/s PCIe", "8"; 255 and "Unknown" stand for not known.
    private static double Link(IHostSystem system, string address, string name) =>
        double.TryParse(system.Text($"/sys/bus/pci/devices/{address}/{name}").Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 255 ? value : 0;
}
