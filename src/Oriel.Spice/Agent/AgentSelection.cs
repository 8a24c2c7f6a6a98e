namespace Oriel.Spice.Agent;

/// <summary>Which of a desktop's clipboards (spice.md section 7.6), as the wire numbers them.</summary>
public enum AgentSelection
{
    /// <summary>What copy and paste use.</summary>
    Clipboard = 0,

    /// <summary>What is marked now; pasted by the middle button on X11.</summary>
    Primary = 1,

    /// <summary>Hardly used; passed by nobody here.</summary>
    Secondary = 2,
}
