namespace Oriel.Agent.Windows.Service;

/// <summary>What the service is doing about its capture process.</summary>
internal enum SupervisorPhase
{
    /// <summary>No session has the console: nothing to capture.</summary>
    NoConsole,

    /// <summary>A capture process runs.</summary>
    Capturing,

    /// <summary>A capture process was told to end.</summary>
    Ending,

    /// <summary>Waiting until the next start.</summary>
    Delaying,

    /// <summary>Over; no process is left.</summary>
    Stopped,
}
