namespace Oriel.Memory;

/// <summary>What a <see cref="Region"/> is backed by.</summary>
public enum RegionKind
{
    /// <summary>An ordinary file, normally on tmpfs (QEMU ivshmem-plain).</summary>
    File,

    /// <summary>The KVMFR character device (kvmfr.md section 10).</summary>
    KvmfrDevice,

    /// <summary>BAR 2 of an ivshmem PCI device, seen from inside a Linux guest.</summary>
    PciBar,

    /// <summary>An anonymous sealed memory file.</summary>
    Memfd,

    /// <summary>The memory of an ivshmem PCI device, mapped by the IVSHMEM driver of a Windows guest.</summary>
    IvshmemDevice,

    /// <summary>A memory file that an ivshmem server handed out over its socket, with doorbells.</summary>
    Served,
}
