namespace Oriel.Memory;

/// <summary>The doorbells of an ivshmem-doorbell device: interrupts to the other machines and programs on the same memory. Any thread.</summary>
public abstract class IvshmemDoorbell
{
    /// <summary>Only this room makes them.</summary>
    private protected IvshmemDoorbell()
    {
    }

    /// <summary>Our number among the peers.</summary>
    public abstract ushort PeerId { get; }

    /// <summary>Vectors the device has; 0 for ivshmem-plain, which has no interrupts.</summary>
    public abstract ushort VectorCount { get; }

    /// <summary>Rings a vector of a peer. One request to the driver. False when it was refused: a peer or vector that does not exist, or the device is gone.</summary>
    /// <param name="peer">Number of the peer, for example that of the program on the host.</param>
    /// <param name="vector">Its vector.</param>
    public abstract bool RingDoorbell(ushort peer, ushort vector);
}
