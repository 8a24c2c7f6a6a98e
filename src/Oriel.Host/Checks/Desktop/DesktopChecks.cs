namespace Oriel.Host.Checks.Desktop;

/// <summary>Checks of session, compositor and sound.</summary>
public static class DesktopChecks
{
    /// <summary>All of them, in the order they are shown.</summary>
    public static IReadOnlyList<HostCheck> All { get; } =
    [
        new SoundCheck(),
        new SessionCheck(),
        new AbilityCheck(),
        new ShortcutCheck(),
        new DecorationCheck(),
        new ScaleCheck(),
    ];
}
