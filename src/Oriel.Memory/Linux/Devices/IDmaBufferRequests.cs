using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory.Linux.Devices;

/// <summary>The request on a DMA buffer, so that tests can answer it.</summary>
internal interface IDmaBufferRequests
{
    /// <summary>DMA_BUF_IOCTL_SYNC; false when the kernel refuses.</summary>
    bool TrySync(SafeFileHandle buffer, ulong flags);
}
