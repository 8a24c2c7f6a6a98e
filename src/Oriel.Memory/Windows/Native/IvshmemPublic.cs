namespace Oriel.Memory.Windows.Native;

/// <summary>
/// Numbers of the IVSHMEM driver's interface, from its published header (virtio-win, kvm-guest-drivers-windows, <c>ivshmem/Public.h</c>). The control codes are
/// <c>CTL_CODE(FILE_DEVICE_UNKNOWN, n, METHOD_BUFFERED, FILE_ANY_ACCESS)</c>.
/// </summary>
internal static class IvshmemPublic
{
    public const uint IOCTL_IVSHMEM_REQUEST_PEERID = 0x222000;
    public const uint IOCTL_IVSHMEM_REQUEST_SIZE = 0x222004;
    public const uint IOCTL_IVSHMEM_REQUEST_MMAP = 0x222008;
    public const uint IOCTL_IVSHMEM_RELEASE_MMAP = 0x22200C;
    public const uint IOCTL_IVSHMEM_RING_DOORBELL = 0x222010;
    public const uint IOCTL_IVSHMEM_REGISTER_EVENT = 0x222014;

    public const byte IVSHMEM_CACHE_NONCACHED = 0;
    public const byte IVSHMEM_CACHE_CACHED = 1;
    public const byte IVSHMEM_CACHE_WRITECOMBINED = 2;

    /// <summary><c>GUID_DEVINTERFACE_IVSHMEM</c>.</summary>
    public static Guid DeviceInterface { get; } = new(0xdf576976, 0x569d, 0x4672, 0x95, 0xa0, 0xf5, 0x7e, 0x4e, 0xa0, 0xb2, 0x10);
}
