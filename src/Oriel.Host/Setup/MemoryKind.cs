namespace Oriel.Host.Setup;

/// <summary>How a machine gets its shared memory.</summary>
public enum MemoryKind
{
    /// <summary>As it has it; where it has none, <see cref="SetupWish.NewMemory"/>.</summary>
    Keep,

    /// <summary>A file in /dev/shm (ivshmem-plain).</summary>
    Plain,

    /// <summary>A server with doorbells, <c>oriel serve</c> (ivshmem-doorbell).</summary>
    Doorbell,

    /// <summary>A device of the kvmfr kernel module (ivshmem-plain by QEMU's own arguments).</summary>
    Kvmfr,
}
