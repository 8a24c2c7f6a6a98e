namespace Oriel.Memory.Linux.Devices;

/// <summary>struct dma_buf_sync of linux/dma-buf.h; checked by the layout oracle.</summary>
internal struct DmaBufSync
{
    public const ulong Read = 1;
    public const ulong Start = 0;
    public const ulong End = 4;

    /// <summary>DMA_BUF_IOCTL_SYNC</summary>
    public const uint Request = 0x40086200;

    public ulong flags;
}
