namespace Oriel.Display.Windowing;

/// <summary>Environment errors of the window, ORL350 to ORL399. Exit status 6 (docs/errors.md).</summary>
public static class WindowErrors
{
    private const int DisplayExit = 6;

    /// <summary>SDL2 is not installed.</summary>
    public static readonly ErrorCode LibraryMissing = new("ORL350", "the window library SDL2 is missing", DisplayExit);

    /// <summary>The SDL2 found is too old.</summary>
    public static readonly ErrorCode LibraryTooOld = new("ORL351", "the window library SDL2 is too old", DisplayExit);

    /// <summary>No X server or Wayland compositor answers.</summary>
    public static readonly ErrorCode NoDisplay = new("ORL352", "there is no display to open a window on", DisplayExit);

    /// <summary>The window system refused the window.</summary>
    public static readonly ErrorCode WindowRefused = new("ORL353", "the window could not be made", DisplayExit);

    /// <summary>The X server or compositor went away while the window was open.</summary>
    public static readonly ErrorCode DisplayLost = new("ORL354", "the connection to the display was lost", DisplayExit);
}
