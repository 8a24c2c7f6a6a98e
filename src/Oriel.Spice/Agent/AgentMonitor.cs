namespace Oriel.Spice.Agent;

/// <summary>One monitor the guest should have, in guest pixels.</summary>
/// <param name="Width">Width; 0 with height 0 = switched off.</param>
/// <param name="Height">Height.</param>
/// <param name="X">Position.</param>
/// <param name="Y">Position.</param>
public readonly record struct AgentMonitor(int Width, int Height, int X, int Y);
