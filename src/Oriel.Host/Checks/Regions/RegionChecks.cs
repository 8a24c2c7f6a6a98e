namespace Oriel.Host.Checks.Regions;

/// <summary>Checks of regions, what is alive in them, and what serves them.</summary>
public static class RegionChecks
{
    /// <summary>All of them, in the order they are shown.</summary>
    public static IReadOnlyList<HostCheck> All { get; } =
    [
        new RegionPresenceCheck(),
        new RegionAccessCheck(),
        new KvmfrFileCheck(),
        new RegionReadableCheck(),
        new RegionSizeCheck(),
        new StaleRegionCheck(),
        new ServedSocketCheck(),
        new AgentPresenceCheck(),
        new AgentVersionCheck(),
        new AgentAliveCheck(),
        .. GuestChecks.All,
    ];
}
