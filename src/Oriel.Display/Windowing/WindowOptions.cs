namespace Oriel.Display.Windowing;

/// <summary>How a window starts.</summary>
public sealed record WindowOptions
{
    /// <summary>Title when nobody chose one.</summary>
    public const string DefaultTitle = "Oriel";

    /// <summary><see cref="AppId"/> when nobody chose one.</summary>
    public const string DefaultAppId = "oriel";

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

    /// <summary>The user may change its size.</summary>
    public bool Resizable { get; init; } = true;

    /// <summary>In full screen, minimise when the focus goes elsewhere.</summary>
    public bool MinimizeOnFocusLoss { get; init; }

    /// <summary>Name window managers know the program by: Wayland's app id, X11's class. What a desktop entry is matched with.</summary>
    public string AppId { get; init; } = DefaultAppId;

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
