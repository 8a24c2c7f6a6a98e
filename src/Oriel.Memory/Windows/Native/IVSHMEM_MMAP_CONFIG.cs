namespace Oriel.Memory.Windows.Native;

/// <summary>Input of <c>IOCTL_IVSHMEM_REQUEST_MMAP</c>.</summary>
internal struct IVSHMEM_MMAP_CONFIG
{
    public byte cacheMode;
}
