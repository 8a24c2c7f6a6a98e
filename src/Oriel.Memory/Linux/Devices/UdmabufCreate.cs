namespace Oriel.Memory.Linux.Devices;

/// <summary>struct udmabuf_create of linux/udmabuf.h; checked by the layout oracle.</summary>
internal struct UdmabufCreate
{
    /// <summary>UDMABUF_FLAGS_CLOEXEC</summary>
    public const uint CloseOnExec = 1;

    /// <summary>UDMABUF_CREATE</summary>
    public const uint Request = 0x40187542;

    public uint memfd;
    public uint flags;
    public ulong offset;
    public ulong size;
}
