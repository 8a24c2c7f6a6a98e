namespace Oriel.Spice.Agent;

/// <summary>Agent messages (spice.md section 7.5).</summary>
internal enum AgentMessageType : uint
{
    MonitorsConfig = 2,
    Reply = 3,
    Clipboard = 4,
    AnnounceCapabilities = 6,
    ClipboardGrab = 7,
    ClipboardRequest = 8,
    ClipboardRelease = 9,
    FileTransferStart = 10,
    FileTransferStatus = 11,
    FileTransferData = 12,
    MaxClipboard = 14,
    AudioVolumeSync = 15,
}
