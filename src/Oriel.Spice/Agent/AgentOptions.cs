namespace Oriel.Spice.Agent;

/// <summary>Limits of the agent stream. The defaults suit a viewer.</summary>
public sealed record AgentOptions
{
    /// <summary>What we announce (spice.md section 7.4).</summary>
    internal const AgentCapabilities Announced =
        AgentCapabilities.MonitorsConfig | AgentCapabilities.Reply | AgentCapabilities.ClipboardByDemand | AgentCapabilities.ClipboardSelection
        | AgentCapabilities.MonitorsConfigPosition | AgentCapabilities.FileTransferDetailedErrors | AgentCapabilities.ClipboardNoReleaseOnRegrab;

    /// <summary>AGENT_DATA messages the server may send before it hears from us again; each is at most 2 KiB.</summary>
    public uint ReceiveWindow { get; init; } = 32;

    /// <summary>Largest clipboard content taken from the guest, bytes; the agent is told when it wants to know.</summary>
    public int MaxClipboardBytes { get; init; } = 128 << 20;

    /// <summary>Longest silence while the guest owes us clipboard content or a file status.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest silence after the last byte of a file, while the guest writes it out.</summary>
    public TimeSpan FileFinishTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest piece of a file in one message: between two of them clipboard and other files have their turn.</summary>
    internal int MaxPieceBytes { get; init; } = 64 << 10;

    /// <summary>Clock of the time-outs.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
