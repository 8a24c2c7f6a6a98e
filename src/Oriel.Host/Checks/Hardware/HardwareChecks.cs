namespace Oriel.Host.Checks.Hardware;

/// <summary>Checks of processor, graphics devices, virtual functions and memory.</summary>
public static class HardwareChecks
{
    /// <summary>All of them, in the order they are shown.</summary>
    public static IReadOnlyList<HostCheck> All { get; } = [];
}
