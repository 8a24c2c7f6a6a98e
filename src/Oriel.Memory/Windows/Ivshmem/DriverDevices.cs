namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>Which devices there are, in the order that users count in, and which of them can be used.</summary>
internal static class DriverDevices
{
    /// <summary>The device manager's codes: no driver found, disabled by the user.</summary>
    private const uint NoDriver = 28;
    private const uint Disabled = 22;

    /// <summary>Interfaces of the driver in slot order. The name breaks ties, so that the order is the same every time.</summary>
    public static FoundInterface[] InSlotOrder(IIvshmemDriverPort port) => [.. port.FindInterfaces().OrderBy(i => i.Slot).ThenBy(i => i.Path, StringComparer.OrdinalIgnoreCase)];

    /// <summary>All devices, for a report.</summary>
    public static IReadOnlyList<IvshmemDevice> List(IIvshmemDriverPort port)
    {
        var interfaces = InSlotOrder(port);
        var functions = port.FindFunctions();
        var usable = interfaces.Select((found, index) => (found.Slot, Device: Describe(port, found, index, functions.FirstOrDefault(f => f.Slot == found.Slot))));
        var others = functions.Where(f => interfaces.All(i => i.Slot != f.Slot))
            .Select(f => (f.Slot, Device: new IvshmemDevice(null, f.Slot.ToString(), f.Description, 0, $"{Trouble(f)}; {Remedy(f)}")));
        return [.. usable.Concat(others).OrderBy(d => d.Slot).Select(d => d.Device)];
    }

    /// <summary>What to say when the device that was asked for is not among those the driver runs.</summary>
    public static OrielException NotThere(IIvshmemDriverPort port, int index, FoundInterface[] interfaces)
    {
        var idle = port.FindFunctions().Where(f => interfaces.All(i => i.Slot != f.Slot)).OrderBy(f => f.Slot).ToArray();
        if (idle.Length > 0)
        {
            return new OrielException(
                MemoryErrors.DriverMissing,
                $"{Counted(index, interfaces)}; {string.Join("; ", idle.Select(f => $"{f.Description} at {f.Slot}: {Trouble(f)}"))}",
                "the IVSHMEM driver (virtio-win) running the device",
                Remedy(idle[0]));
        }

        return new OrielException(
            MemoryErrors.Missing,
            Counted(index, interfaces),
            "an ivshmem device that the host added to this virtual machine",
            interfaces.Length > 0
                ? $"choose one of ivshmem:0 to ivshmem:{interfaces.Length - 1}, or add another <shmem> device on the host"
                : "on the host, add <shmem name='oriel'><model type='ivshmem-plain'/><size unit='M'>64</size></shmem> to the virtual machine (virsh edit NAME), shut the guest down and start it again");
    }

    private static string Counted(int index, FoundInterface[] interfaces) => interfaces.Length == 0
        ? "the IVSHMEM driver runs no device in this machine"
        : $"ivshmem device {index} was asked for, and there are {interfaces.Length}: {string.Join("; ", interfaces.Select(i => i.Slot.ToString()))}";

    private static string Trouble(FoundFunction function) =>
        function.Problem == Disabled ? "it is disabled"
        : function.Problem == NoDriver || function.Service is null ? "it has no driver"
        : function.Problem != 0 ? $"its driver {function.Service} does not start (code {function.Problem})"
        : $"its driver {function.Service} is not the IVSHMEM driver";

    private static string Remedy(FoundFunction function) => function.Problem == Disabled
        ? "enable it in the device manager, under System devices"
        : "install the IVSHMEM driver of virtio-win: in the device manager choose \"PCI standard RAM Controller\" or the unknown device at that place, Update driver, and the folder with ivshmem.inf of the virtio-win disk";

    private static IvshmemDevice Describe(IIvshmemDriverPort port, FoundInterface found, int index, FoundFunction? function)
    {
        var source = $"ivshmem:{index}";
        var description = function?.Description ?? "IVSHMEM device";
        try
        {
            using var device = DriverDevice.Open(port, found, source);
            return new(source, found.Slot.ToString(), description, device.RequestSize(), null);
        }
        catch (OrielException e)
        {
            return new(source, found.Slot.ToString(), description, 0, $"{e.Message}; {e.Remedy}");
        }
    }
}
