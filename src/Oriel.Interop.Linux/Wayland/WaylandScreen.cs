namespace Oriel.Interop.Linux.Wayland;

/// <summary>An output of a compositor.</summary>
public sealed record WaylandScreen
{
    /// <summary>Name, for example DP-1; empty where the compositor tells none.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Current mode, device pixels, before any rotation.</summary>
    public int Width { get; internal set; }

    /// <summary>Current mode, device pixels.</summary>
    public int Height { get; internal set; }

    /// <summary>Refreshes in a thousand seconds; 0 = unknown.</summary>
    public int RefreshMilliHz { get; internal set; }

    /// <summary>Scale told to programs without fractional scaling.</summary>
    public int Scale { get; internal set; } = 1;

    /// <summary>The mode lies on its side.</summary>
    public bool IsTurned { get; internal set; }

    /// <summary>Width in the compositor's own units (xdg-output); 0 = unknown.</summary>
    public int LogicalWidth { get; internal set; }
}
