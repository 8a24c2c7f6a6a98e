namespace Oriel.Spice.Agent;

/// <summary>How a file transfer ended.</summary>
public enum FileSendOutcome
{
    /// <summary>The guest has the whole file.</summary>
    Done,

    /// <summary>We cancelled it.</summary>
    Cancelled,

    /// <summary>The guest cancelled it.</summary>
    CancelledByGuest,

    /// <summary>The guest could not write it.</summary>
    GuestFailed,

    /// <summary>The guest's disk is full.</summary>
    NoSpace,

    /// <summary>The guest's session is locked.</summary>
    SessionLocked,

    /// <summary>Nobody in the guest takes files (no user is logged in there).</summary>
    NobodyThere,

    /// <summary>The guest, or the server, takes no files.</summary>
    Disabled,

    /// <summary>The guest said nothing for too long.</summary>
    TimedOut,

    /// <summary>The agent or the connection went away.</summary>
    Lost,

    /// <summary>The file could not be read here.</summary>
    SourceFailed,
}
