namespace Oriel.Agent.Configuration;

/// <summary>Processor priority of the capture process.</summary>
internal enum CapturePriority
{
    /// <summary>As everybody.</summary>
    Normal,

    /// <summary>Before most.</summary>
    Above,

    /// <summary>Before everything that is not real-time: a guest at full load still shows its picture.</summary>
    High,
}
