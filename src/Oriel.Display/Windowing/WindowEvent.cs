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

    /// <summary>Has the keyboard now. Modifiers that are held already are reported as pressed.</summary>
    FocusGained,

    /// <summary>Lost the keyboard: every key and button counts as released, whether a release was reported or not.</summary>
    FocusLost,

    /// <summary>A key went down; <see cref="WindowEvent.Key"/>, <see cref="WindowEvent.IsRepeat"/>.</summary>
    KeyDown,

    /// <summary>A key went up; <see cref="WindowEvent.Key"/>.</summary>
    KeyUp,

    /// <summary>The pointer moved; <see cref="WindowEvent.X"/>, <see cref="WindowEvent.Y"/>, <see cref="WindowEvent.DeltaX"/>, <see cref="WindowEvent.DeltaY"/>.</summary>
    PointerMoved,

    /// <summary>A mouse button went down; <see cref="WindowEvent.Button"/>, <see cref="WindowEvent.X"/>, <see cref="WindowEvent.Y"/>. The click that focuses the window is reported like any other.</summary>
    ButtonDown,

    /// <summary>A mouse button went up; as above. Reported also when the pointer has left the window meanwhile.</summary>
    ButtonUp,

    /// <summary>The wheel turned; <see cref="WindowEvent.WheelX"/>, <see cref="WindowEvent.WheelY"/>.</summary>
    Wheel,

    /// <summary>The pointer came in.</summary>
    PointerEntered,

    /// <summary>The pointer went out. With a button held it counts as inside until the button is released.</summary>
    PointerLeft,

    /// <summary>Files or text are being dropped on the window: what follows until <see cref="DropCompleted"/> belongs together.</summary>
    DropBegan,

    /// <summary>One dropped file; <see cref="WindowEvent.Text"/> is its path on this machine.</summary>
    DropFile,

    /// <summary>Dropped text; <see cref="WindowEvent.Text"/>.</summary>
    DropText,

    /// <summary>All that was dropped has been reported.</summary>
    DropCompleted,
}

/// <summary>One event of a window. Sizes and places are device pixels from the top left of the drawable.</summary>
/// <param name="Kind">What happened.</param>
public readonly record struct WindowEvent(WindowEventKind Kind)
{
    /// <summary>With <see cref="WindowEventKind.Resized"/>.</summary>
    public int Width { get; init; }

    /// <summary>With <see cref="WindowEventKind.Resized"/>.</summary>
    public int Height { get; init; }

    /// <summary>Physical key, with the key events.</summary>
    public PhysicalKey Key { get; init; }

    /// <summary>The key was down already: the host repeats it.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Where the pointer is, with pointer and button events. Outside the drawable while a button is held outside, and at the moment of leaving.</summary>
    public int X { get; init; }

    /// <summary>As <see cref="X"/>.</summary>
    public int Y { get; init; }

    /// <summary>How far the mouse moved to the right: device pixels, or the device's own counts with <see cref="IsRelative"/>.</summary>
    public int DeltaX { get; init; }

    /// <summary>How far the mouse moved down.</summary>
    public int DeltaY { get; init; }

    /// <summary>The pointer is locked (<see cref="IInputControl.SetRelativePointer"/>): the deltas count, the place means nothing.</summary>
    public bool IsRelative { get; init; }

    /// <summary>Which button, with the button events.</summary>
    public PointerButton Button { get; init; }

    /// <summary>Notches to the right, parts of a notch included where the device reports them.</summary>
    public float WheelX { get; init; }

    /// <summary>Notches away from the user (up), parts of a notch included.</summary>
    public float WheelY { get; init; }

    /// <summary>A path or text, with the drop events.</summary>
    public string? Text { get; init; }
}
