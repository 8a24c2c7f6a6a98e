namespace Oriel.Agent.Machine;

/// <summary>A GPU as its driver calls it.</summary>
/// <param name="Name">Name; never empty.</param>
/// <param name="Driver">Driver and its version; empty when unknown.</param>
internal sealed record GpuFacts(string Name, string Driver);
