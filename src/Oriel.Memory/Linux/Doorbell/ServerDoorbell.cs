namespace Oriel.Memory.Linux.Doorbell;

/// <summary>Doorbells over eventfds that an ivshmem server handed out.</summary>
internal sealed class ServerDoorbell(DoorbellLink link) : IvshmemDoorbell
{
    /// <inheritdoc/>
    public override ushort PeerId => link.Id;

    /// <inheritdoc/>
    public override ushort VectorCount => link.VectorCount;

    /// <inheritdoc/>
    public override WakeEvent? Incoming { get; } = link.Incoming;

    /// <inheritdoc/>
    public override bool RingDoorbell(ushort peer, ushort vector) => link.Ring(peer, vector);

    /// <inheritdoc/>
    public override bool IsPresent(ushort peer) => link.IsPresent(peer);
}
