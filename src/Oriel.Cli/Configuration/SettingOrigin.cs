namespace Oriel.Cli.Configuration;

/// <summary>Where a setting's name comes from. B7 is the existing viewer as released in March 2025, HEAD as it stood in August 2026.</summary>
internal enum SettingOrigin
{
    /// <summary>Oriel's own.</summary>
    Oriel,

    /// <summary>The existing viewer, both versions.</summary>
    Both,

    /// <summary>The existing viewer, HEAD only.</summary>
    Head,

    /// <summary>The existing viewer, B7 only.</summary>
    B7,

    /// <summary>Test builds of the existing viewer.</summary>
    Test,
}
