namespace Oriel.Display.Windowing;

/// <summary>How a window starts.</summary>
public sealed record WindowOptions
{
    /// <summary>Title when nobody chose one.</summary>
    public const string DefaultTitle = "Oriel";

    /// <summary>Caption.</summary>
    public string Title { get; init; } = DefaultTitle;

    /// <summary>Drawable width, device pixels.</summary>
    public int Width { get; init; } = 1024;

    /// <summary>Drawable height, device pixels.</summary>
    public int Height { get; init; } = 768;

    /// <summary>Position of the window's corner in the desktop's units; null centres it (or leaves it to the window manager).</summary>
    public (int X, int Y)? Position { get; init; }

    /// <summary>Starts covering the display.</summary>
    public bool FullScreen { get; init; }

    /// <summary>Starts without decorations.</summary>
    public bool Borderless { get; init; }

    /// <summary>Starts maximised.</summary>
    public bool Maximized { get; init; }

    /// <summary>Shows the host's pointer over the window.</summary>
    public bool ShowCursor { get; init; }

    /// <summary>Which window system to use.</summary>
    public WindowDriver Driver { get; init; }
}

/// <summary>Window systems.</summary>
public enum WindowDriver
{
    /// <summary>Wayland when the session is one, else X11; the other when the first fails.</summary>
    Auto,

    /// <summary>X11 (or XWayland) only.</summary>
    X11,

    /// <summary>Wayland only.</summary>
    Wayland,
}
