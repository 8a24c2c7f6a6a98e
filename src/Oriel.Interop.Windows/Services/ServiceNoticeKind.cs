namespace Oriel.Interop.Windows.Services;

/// <summary>What the system tells a service.</summary>
public enum ServiceNoticeKind
{
    /// <summary>To stop.</summary>
    Stop,

    /// <summary>The machine goes down.</summary>
    Shutdown,

    /// <summary>Something changed about a session; the reason is one of WTS_SESSION_*.</summary>
    Session,

    /// <summary>Something changed about the power; the reason is one of PBT_*.</summary>
    Power,
}
