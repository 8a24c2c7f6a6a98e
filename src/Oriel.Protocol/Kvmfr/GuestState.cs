namespace Oriel.Protocol.Kvmfr;

/// <summary>What an agent is doing, as its status record says it (docs/protocol-extensions.md section 2). Numbers are the wire's; unknown ones read as <see cref="Unknown"/>.</summary>
public enum GuestState : byte
{
    /// <summary>Not told, or a state of a later version.</summary>
    Unknown = 0,

    /// <summary>Looking for something to capture for the first time.</summary>
    Starting = 1,

    /// <summary>Ready; nobody watches, so nothing is captured.</summary>
    Idle = 2,

    /// <summary>Frames are captured as they change.</summary>
    Capturing = 3,

    /// <summary>No output is active: there is nothing to capture.</summary>
    NoOutput = 4,

    /// <summary>Capturing fails; see the last error. It is tried again.</summary>
    CaptureFailing = 5,

    /// <summary>A secure desktop (login, consent prompt) is shown and this agent may not capture it.</summary>
    SecureDesktop = 6,

    /// <summary>The session is locked and cannot be captured.</summary>
    SessionLocked = 7,

    /// <summary>The session has no screen: it is disconnected or shown elsewhere.</summary>
    SessionDisconnected = 8,

    /// <summary>The display is switched off or the machine is going to sleep.</summary>
    DisplayOff = 9,
}
