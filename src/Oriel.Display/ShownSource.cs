namespace Oriel.Display;

/// <summary>Where the picture on the screen comes from.</summary>
public enum ShownSource
{
    /// <summary>There is no current picture: words are shown, over the last one if there was one.</summary>
    None,

    /// <summary>The guest's agent, through shared memory.</summary>
    Relay,

    /// <summary>The emulated screen, through SPICE.</summary>
    Fallback,
}
