namespace Oriel.Display.Clipboard;

/// <summary>Which of the host's clipboards.</summary>
public enum HostSelection
{
    /// <summary>What copy and paste use.</summary>
    Clipboard,

    /// <summary>What is marked now; pasted by the middle button.</summary>
    Primary,
}
