namespace Oriel.Host.Checks.Spice;

/// <summary>Checks that ask SPICE servers themselves.</summary>
public static class SpiceChecks
{
    /// <summary>All of them, in the order they are shown.</summary>
    public static IReadOnlyList<HostCheck> All { get; } = [new SpiceReachCheck(), new SpiceInputCheck()];
}
