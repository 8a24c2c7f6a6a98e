using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory.Linux.Devices;

/// <summary>What is asked of the kernel to lend a memory file to a GPU, so that tests can answer: no machine of ours has the device.</summary>
internal interface IUdmabufRequests
{
    /// <summary>Opens /dev/udmabuf; null with errno when that fails.</summary>
    SafeFileHandle? TryOpen(out int error);

    /// <summary>UDMABUF_CREATE: a new DMA buffer descriptor, or a negative number with errno.</summary>
    int Create(SafeFileHandle device, SafeFileHandle memory, ulong offset, ulong size, out int error);
}
