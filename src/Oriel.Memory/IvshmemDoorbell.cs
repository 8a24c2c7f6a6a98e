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

    /// <summary>
    /// What our own vector 0 raises: an event to sleep on. Null where only rings can be sent from user space (inside a guest, where the interrupt belongs to a driver).
    /// Owned by the region; valid until the region is disposed.
    /// </summary>
    public virtual WakeEvent? Incoming => null;

    /// <summary>A peer of this number is there, as far as is known. Where departures are not told (inside a guest) every peer counts as present.</summary>
    /// <param name="peer">Number of the peer.</param>
    public virtual bool IsPresent(ushort peer) => true;
}
