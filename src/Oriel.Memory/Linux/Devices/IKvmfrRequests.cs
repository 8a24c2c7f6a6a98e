using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory.Linux.Devices;

/// <summary>The requests of the KVMFR device (kvmfr.md section 10), so that tests can answer them: no machine of ours has the kernel module.</summary>
internal interface IKvmfrRequests
{
    /// <summary>Size of the device in bytes; false with errno when it refuses.</summary>
    bool TryGetSize(SafeFileHandle device, out ulong bytes, out int error);

    /// <summary>A new DMA buffer descriptor, or a negative number with errno.</summary>
    int CreateDmaBuffer(SafeFileHandle device, ulong offset, ulong size, out int error);
}
