namespace Oriel.Interop.Windows.Sessions;

/// <summary>Priority class a process starts with.</summary>
public enum ProcessPriority
{
    /// <summary>As everybody.</summary>
    Normal,

    /// <summary>Before most.</summary>
    AboveNormal,

    /// <summary>Before everything that is not real-time.</summary>
    High,
}
