using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Hardware.Facts;

/// <summary>Whether anybody wants devices passed through here, and what shows it: without that, what only pass-through needs is worth a note, not an alarm.</summary>
internal sealed record PassThroughFacts : IHostFacts<PassThroughFacts>
{
    /// <summary>A machine has a device of the host, a GPU is bound to vfio-pci, or the kernel was told to do so.</summary>
    public bool IsWanted => Evidence.Length > 0;

    /// <summary>What shows it, for a sentence; empty when nothing does.</summary>
    public string Evidence { get; private init; } = "";

    /// <summary>The host has a GPU to spare: two, or one with virtual functions.</summary>
    public bool IsPossible { get; private init; }

    /// <summary>Machines by the address of a device they have.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<VirtualMachine>> Owners { get; private init; } = new Dictionary<string, IReadOnlyList<VirtualMachine>>();

    /// <inheritdoc/>
    public static PassThroughFacts Read(CheckContext context)
    {
        var machines = context.Facts<VirtualMachines>().All;
        var devices = context.Facts<PciDevices>();
        var owners = machines.SelectMany(machine => machine.PassedThrough.Select(address => (machine, address)))
            .GroupBy(pair => pair.address, pair => pair.machine, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<VirtualMachine>)[.. group.Distinct()], StringComparer.Ordinal);
        var evidence = machines.FirstOrDefault(machine => machine.PassedThrough.Count > 0) is { } machine ? $"{machine.Name}, which has {machine.PassedThrough[0]}"
            : devices.Displays.FirstOrDefault(device => device.IsSetAside) is { } device ? $"the driver {device.Driver} of {device.Address}"
            : context.Facts<KernelFacts>().Parameter("vfio-pci.ids") is { Length: > 0 } ids ? $"the kernel's parameter vfio-pci.ids={ids}"
            : "";
        return new PassThroughFacts
        {
            Evidence = evidence,
            IsPossible = devices.Gpus.Count() > 1 || devices.Displays.Any(display => display.MostFunctions > 0),
            Owners = owners,
        };
    }

    /// <summary>Names of the machines that have a device, for a sentence; empty when none has.</summary>
    public string OwnersOf(string address) => Owners.TryGetValue(address, out var machines) ? string.Join(", ", machines.Select(machine => machine.Name)) : "";
}
