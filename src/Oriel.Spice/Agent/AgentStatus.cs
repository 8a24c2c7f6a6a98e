namespace Oriel.Spice.Agent;

/// <summary>Immutable snapshot of the guest agent as the client sees it.</summary>
public sealed record AgentStatus
{
    /// <summary>The server has an agent's port open and the stream was started.</summary>
    public bool IsConnected { get; init; }

    /// <summary>The agent told what it can do. Nothing can be asked of it before.</summary>
    public bool IsAnnounced { get; init; }

    /// <summary>What it can do; none before <see cref="IsAnnounced"/>.</summary>
    public AgentCapabilities Capabilities { get; init; }

    /// <summary>Counts announcements: a new number means another agent process, which knows nothing of earlier offers.</summary>
    public int Announcement { get; init; }

    /// <summary>What is wrong with it, one sentence without a full stop; empty when all is well.</summary>
    public string Fault { get; init; } = "";

    /// <summary>Clipboards can be exchanged.</summary>
    public bool HasClipboard => (Capabilities & AgentCapabilities.ClipboardByDemand) != 0;

    /// <summary>The primary selection can be exchanged, not only the clipboard.</summary>
    public bool HasSelections => HasClipboard && (Capabilities & AgentCapabilities.ClipboardSelection) != 0;

    /// <summary>Files can be sent to the guest.</summary>
    public bool TakesFiles => IsAnnounced && (Capabilities & AgentCapabilities.FileTransferDisabled) == 0;
}
