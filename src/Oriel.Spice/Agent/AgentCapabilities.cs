namespace Oriel.Spice.Agent;

/// <summary>What an agent, or a client, can do (spice.md section 7.4). Bit numbers are the wire's.</summary>
[Flags]
public enum AgentCapabilities
{
    /// <summary>Nothing announced.</summary>
    None = 0,

    /// <summary>Pointer positions from the server.</summary>
    MouseState = 1 << 0,

    /// <summary>Monitor layouts from the client.</summary>
    MonitorsConfig = 1 << 1,

    /// <summary>Answers some messages with a result.</summary>
    Reply = 1 << 2,

    /// <summary>Clipboard of the old style, pushed without being asked; not spoken here.</summary>
    Clipboard = 1 << 3,

    /// <summary>Desktop decoration switches.</summary>
    DisplayConfig = 1 << 4,

    /// <summary>Clipboard by grab, request and answer.</summary>
    ClipboardByDemand = 1 << 5,

    /// <summary>Clipboard messages name a selection.</summary>
    ClipboardSelection = 1 << 6,

    /// <summary>Monitor layouts may have disabled monitors in between.</summary>
    SparseMonitorsConfig = 1 << 7,

    /// <summary>Text lines of the guest end with LF.</summary>
    GuestLineEndLf = 1 << 8,

    /// <summary>Text lines of the guest end with CR LF.</summary>
    GuestLineEndCrLf = 1 << 9,

    /// <summary>Wants to know the largest clipboard content.</summary>
    MaxClipboard = 1 << 10,

    /// <summary>Takes volumes from the client.</summary>
    AudioVolumeSync = 1 << 11,

    /// <summary>Monitor layouts carry positions.</summary>
    MonitorsConfigPosition = 1 << 12,

    /// <summary>Takes no files.</summary>
    FileTransferDisabled = 1 << 13,

    /// <summary>File errors carry details.</summary>
    FileTransferDetailedErrors = 1 << 14,

    /// <summary>Graphics devices from the server.</summary>
    GraphicsDeviceInfo = 1 << 15,

    /// <summary>A new grab needs no release before it.</summary>
    ClipboardNoReleaseOnRegrab = 1 << 16,

    /// <summary>Grabs are numbered; not announced by us (spice.md section 18).</summary>
    ClipboardGrabSerial = 1 << 17,
}
