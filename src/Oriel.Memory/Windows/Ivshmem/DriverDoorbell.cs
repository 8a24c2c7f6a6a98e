namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>Doorbells rung by requests to the driver.</summary>
internal sealed class DriverDoorbell(DriverDevice device, ushort peerId, ushort vectorCount) : IvshmemDoorbell
{
    /// <inheritdoc/>
    public override ushort PeerId => peerId;

    /// <inheritdoc/>
    public override ushort VectorCount => vectorCount;

    /// <inheritdoc/>
    public override bool RingDoorbell(ushort peer, ushort vector) => device.TryRing(peer, vector);
}
