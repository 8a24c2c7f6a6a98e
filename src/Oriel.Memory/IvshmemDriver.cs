using Oriel.Memory.Windows.Ivshmem;

namespace Oriel.Memory;

/// <summary>The IVSHMEM devices of a Windows guest and their driver, for reports. Opening one: <see cref="Region.OpenIvshmem(int, IvshmemCacheMode, RegionAccess)"/>.</summary>
public static class IvshmemDriver
{
    /// <summary>All devices in PCI slot order, those without driver included. Empty on other systems. Opens each for a moment; maps nothing.</summary>
    public static IReadOnlyList<IvshmemDevice> List() => OperatingSystem.IsWindows() ? DriverDevices.List(WindowsDriverPort.Instance) : [];
}
