using Oriel.Host.Checks.Desktop;
using Oriel.Host.Checks.Hardware;
using Oriel.Host.Checks.Machines;
using Oriel.Host.Checks.Regions;
using Oriel.Host.Checks.Spice;

namespace Oriel.Host.Checks;

/// <summary>Every check there is.</summary>
public static class CheckCatalogue
{
    /// <summary>All checks by group, then in the order of their own lists.</summary>
    public static IReadOnlyList<HostCheck> All { get; } = [.. HardwareChecks.All.Concat(RegionChecks.All).Concat(SpiceChecks.All).Concat(MachineChecks.All).Concat(DesktopChecks.All).OrderBy(check => check.Group)];
}
