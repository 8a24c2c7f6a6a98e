namespace Oriel.Display.Clipboard;

/// <summary>Environment errors of the host's clipboard, ORL360 to ORL369. Never fatal: the viewer goes on without.</summary>
public static class ClipboardErrors
{
    private const int DisplayExit = 6;

    /// <summary>The display's clipboard cannot be reached.</summary>
    public static readonly ErrorCode Unavailable = new("ORL360", "the host's clipboard cannot be used", DisplayExit);
}
