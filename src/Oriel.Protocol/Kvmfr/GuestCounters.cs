namespace Oriel.Protocol.Kvmfr;

/// <summary>The numbers of a status record that move all the time. Whatever a guest writes there is only ever shown.</summary>
/// <param name="UpdatedMs">Producer's clock (the one of the heartbeat) when the record was written, milliseconds.</param>
/// <param name="Frames">Frames published.</param>
/// <param name="Dropped">Captured frames that a newer one replaced before they could be published.</param>
/// <param name="Restarts">Times the capture source was opened again.</param>
/// <param name="ModeChanges">Mode changes followed.</param>
public readonly record struct GuestCounters(ulong UpdatedMs, ulong Frames, ulong Dropped, ulong Restarts, ulong ModeChanges);
