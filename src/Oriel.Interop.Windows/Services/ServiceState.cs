namespace Oriel.Interop.Windows.Services;

/// <summary>States of a service, with the numbers of the service manager.</summary>
public enum ServiceState
{
    /// <summary>Not running.</summary>
    Stopped = 1,

    /// <summary>Starting.</summary>
    StartPending = 2,

    /// <summary>Stopping.</summary>
    StopPending = 3,

    /// <summary>Running.</summary>
    Running = 4,

    /// <summary>Being continued.</summary>
    ContinuePending = 5,

    /// <summary>Being paused.</summary>
    PausePending = 6,

    /// <summary>Paused.</summary>
    Paused = 7,
}
