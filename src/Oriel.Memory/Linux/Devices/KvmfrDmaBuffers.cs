using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory.Linux.Devices;

/// <summary>DMA buffers of one open KVMFR device.</summary>
internal sealed class KvmfrDmaBuffers(IKvmfrRequests requests, SafeFileHandle device, string name) : IDmaBufferMaker
{
    /// <inheritdoc/>
    public SafeFileHandle Create(ulong offset, ulong size)
    {
        var descriptor = requests.CreateDmaBuffer(device, offset, size, out var error);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new OrielException(
                MemoryErrors.KvmfrRequestFailed,
                $"{name}: a DMA buffer of {size} bytes at {offset} was refused: {RegionOpening.Describe(error)}",
                "a DMA buffer descriptor",
                "Oriel copies frames instead; check dmesg and the module's version");
    }
}
