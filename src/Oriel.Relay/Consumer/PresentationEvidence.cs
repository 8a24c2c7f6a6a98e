namespace Oriel.Relay.Consumer;

/// <summary>How it is known when a frame was shown.</summary>
public enum PresentationEvidence
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The buffer swap returned, which may be before or after the picture is seen.</summary>
    SwapReturned,

    /// <summary>The window system told when the picture was shown (X11 Present, Wayland presentation feedback).</summary>
    WindowSystem,
}
