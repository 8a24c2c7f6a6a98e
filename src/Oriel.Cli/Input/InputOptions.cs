namespace Oriel.Cli.Input;

/// <summary>Which mouse the guest is to see outside capture.</summary>
internal enum MousePreference
{
    /// <summary>Absolute positions where the server offers them, else relative motion.</summary>
    Auto,

    /// <summary>Absolute positions only.</summary>
    Absolute,

    /// <summary>Relative motion always.</summary>
    Relative,
}

/// <summary>Which way lock keys are kept the same.</summary>
internal enum LockSync
{
    /// <summary>The guest gets the host's when the window gets the focus; a difference later is shown in words.</summary>
    ToGuest,

    /// <summary>And the host's keyboard follows the guest while the window has the focus, where the window system allows it.</summary>
    Both,

    /// <summary>Each has its own.</summary>
    Off,
}

/// <summary>What the user wants of keyboard and mouse.</summary>
internal sealed record InputOptions
{
    /// <summary>The key, or keys together, that are the viewer's.</summary>
    public KeyChord EscapeKey { get; init; } = KeyChord.Of(Oriel.Display.Windowing.PhysicalKey.ScrollLock);

    /// <summary>How long it is held before the help is shown.</summary>
    public TimeSpan HelpDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What keys mean while it is held.</summary>
    public KeyBindings Bindings { get; init; } = KeyBindings.Default;

    /// <summary>Capture takes the desktop's shortcuts too.</summary>
    public bool GrabKeyboard { get; init; } = true;

    /// <summary>Take the desktop's shortcuts whenever the window has the focus.</summary>
    public bool GrabKeyboardOnFocus { get; init; }

    /// <summary>Nothing goes to the guest unless captured.</summary>
    public bool CaptureOnly { get; init; }

    /// <summary>Capture whenever the window gets the focus.</summary>
    public bool CaptureOnFocus { get; init; }

    /// <summary>Capture when the window gets the focus for the first time.</summary>
    public bool CaptureOnStart { get; init; }

    /// <summary>Take the desktop's shortcuts while the pointer is over the picture, capture while the guest hides its pointer.</summary>
    public bool AutoCapture { get; init; }

    /// <summary>Captured motion is the device's own, without the desktop's acceleration.</summary>
    public bool RawMouse { get; init; } = true;

    /// <summary>-9 to 9.</summary>
    public int Sensitivity { get; init; }

    /// <summary>Spread motion that sensitivity enlarged.</summary>
    public bool Smoothing { get; init; } = true;

    /// <summary>Super keys stay on the host.</summary>
    public bool IgnoreWindowsKeys { get; init; }

    /// <summary>Never hide the host's pointer.</summary>
    public bool AlwaysShowCursor { get; init; }

    /// <summary>Hide the host's pointer over the picture.</summary>
    public bool HideCursor { get; init; } = true;

    /// <summary>Which mouse the guest is to see.</summary>
    public MousePreference Mouse { get; init; }

    /// <summary>The keys of a command as a user presses them, "Scroll Lock + D"; the command's name when no key is bound to it.</summary>
    public string KeysOf(ViewerCommand command) =>
        Bindings.All.FirstOrDefault(b => b.Command == command) is { } binding ? $"{EscapeKey} + {binding.Keys}" : $"the command '{CommandWords.NameOf(command)}'";

    /// <summary>Lock keys.</summary>
    public LockSync Locks { get; init; }
}
