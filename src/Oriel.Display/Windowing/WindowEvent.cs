namespace Oriel.Display.Windowing;

/// <summary>What a window reports.</summary>
public enum WindowEventKind
{
    /// <summary>Somebody called <see cref="IWindowSystem.Wake"/>.</summary>
    Woken,

    /// <summary>The user, or the window manager for him, wants it closed.</summary>
    CloseRequested,

    /// <summary>Its drawable has another size; <see cref="WindowEvent.Width"/> and <see cref="WindowEvent.Height"/> in device pixels.</summary>
    Resized,

    /// <summary>Its content was lost or uncovered: draw again.</summary>
    Exposed,

    /// <summary>Has the keyboard now.</summary>
    FocusGained,

    /// <summary>Lost the keyboard: every key counts as released.</summary>
    FocusLost,

    /// <summary>A key went down; <see cref="WindowEvent.Key"/>. Repeats are not reported.</summary>
    KeyDown,

    /// <summary>A key went up; <see cref="WindowEvent.Key"/>.</summary>
    KeyUp,
}

/// <summary>One event of a window.</summary>
/// <param name="Kind">What happened.</param>
public readonly record struct WindowEvent(WindowEventKind Kind)
{
    /// <summary>Device pixels, with <see cref="WindowEventKind.Resized"/>.</summary>
    public int Width { get; init; }

    /// <summary>Device pixels, with <see cref="WindowEventKind.Resized"/>.</summary>
    public int Height { get; init; }

    /// <summary>Physical key, with the key events.</summary>
    public PhysicalKey Key { get; init; }
}
