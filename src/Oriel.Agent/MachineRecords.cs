using Oriel.Agent.Machine;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent;

/// <summary>What viewers show about this machine, put together once at the start.</summary>
internal static class MachineRecords
{
    /// <summary>The machine this runs on.</summary>
    public static IMachine Current() => OperatingSystem.IsWindows() ? new WindowsMachine() : new LinuxMachine();

    /// <summary>The part of the guest status record that does not change.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="agent">Name and version of the agent.</param>
    public static GuestStatus Describe(IMachine machine, string agent)
    {
        var gpu = machine.ReadGpu();
        return new GuestStatus { Agent = agent, System = machine.ReadOs().Name, Gpu = gpu?.Name ?? "", GpuDriver = gpu?.Driver ?? "" };
    }

    /// <summary>The first ivshmem PCI device (1af4:1110) of a Linux machine, true when there is one.</summary>
    /// <param name="root">Root of the file system; tests use a folder.</param>
    public static bool HasIvshmemDevice(string root = "/")
    {
        var devices = Path.Combine(root, "sys/bus/pci/devices");
        return Directory.Exists(devices) && Directory.EnumerateDirectories(devices).Any(d => Reads(Path.Combine(d, "vendor"), "0x1af4") && Reads(Path.Combine(d, "device"), "0x1110"));
    }

    private static bool Reads(string path, string expected)
    {
        try
        {
            return File.ReadAllText(path).Trim() == expected;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
