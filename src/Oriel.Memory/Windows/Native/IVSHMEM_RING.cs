namespace Oriel.Memory.Windows.Native;

/// <summary>Input of <c>IOCTL_IVSHMEM_RING_DOORBELL</c>.</summary>
internal struct IVSHMEM_RING
{
    public ushort peerID;
    public ushort vector;
}
