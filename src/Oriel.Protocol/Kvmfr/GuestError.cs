namespace Oriel.Protocol.Kvmfr;

/// <summary>The last error an agent met, for people.</summary>
/// <param name="Code">Stable code such as ORL421; empty when the agent has none.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Remedy">What helps; may be empty.</param>
/// <param name="AtMs">Producer's clock (the one of the heartbeat) when it happened, milliseconds.</param>
public sealed record GuestError(string Code, string Text, string Remedy, ulong AtMs);
