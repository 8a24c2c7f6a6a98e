namespace Oriel.Memory.Linux.Doorbell;

/// <summary>A peer as a server announced it. Immutable; the events belong to the link.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Vectors">What rings it, by vector.</param>
internal sealed record DoorbellPeer(ushort Id, WakeEvent[] Vectors);
