namespace Oriel.Spice.Agent;

/// <summary>What a message competes with for the way out.</summary>
internal enum AgentLane
{
    /// <summary>Short and urgent: always next.</summary>
    Control,

    /// <summary>Clipboard content.</summary>
    Clipboard,

    /// <summary>Pieces of files.</summary>
    Files,
}
