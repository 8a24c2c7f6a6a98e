namespace Oriel.Spice.Agent;

/// <summary>How far a transfer is.</summary>
/// <param name="Bytes">Done so far.</param>
/// <param name="Total">In all.</param>
public readonly record struct AgentProgress(long Bytes, long Total);
