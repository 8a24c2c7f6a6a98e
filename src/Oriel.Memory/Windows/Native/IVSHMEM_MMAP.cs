namespace Oriel.Memory.Windows.Native;

/// <summary>Output of <c>IOCTL_IVSHMEM_REQUEST_MMAP</c>.</summary>
internal struct IVSHMEM_MMAP
{
    public ushort peerID;
    public ulong size;
    public nint ptr;
    public ushort vectors;
}
