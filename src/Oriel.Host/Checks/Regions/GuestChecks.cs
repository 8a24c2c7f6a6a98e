namespace Oriel.Host.Checks.Regions;

/// <summary>Checks of what agents tell about themselves.</summary>
internal static class GuestChecks
{
    /// <summary>All of them, in the order they are shown.</summary>
    public static IReadOnlyList<HostCheck> All { get; } =
        [new GuestOutputCheck(), new GuestCaptureCheck(), new GuestDesktopCheck(), new GuestDisplayPowerCheck(), new GuestLoadCheck(), new AgentCrashCheck(), new AgentRemovedCheck()];
}
