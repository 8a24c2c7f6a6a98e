using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Memory;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>A Direct3D 12 device as far as copying textures into the region needs one. Thread-safe, as the device is.</summary>
public sealed unsafe class CopyDevice : ComReference
{
    /// <summary>Takes a device over.</summary>
    internal CopyDevice(void* device)
        : base(device)
    {
    }

    /// <summary>Why the device was removed; success while it is there.</summary>
    // SAFETY: this holds the reference.
    public HResult RemovedReason => ((ID3D12Device*)Pointer)->GetDeviceRemovedReason();

    /// <summary>
    /// Opens the region as a heap. Fails where the driver cannot map the device's memory (no resizable BAR, memory beyond what the GPU reaches), before Windows 10 1709, and
    /// for memory whose start or size is no multiple of 64 KiB.
    /// </summary>
    public HResult TryOpenRegion(Region region, out RegionHeap? heap)
    {
        ArgumentNullException.ThrowIfNull(region);
        heap = null;
        var result = QueryInterface(Pointer, D3D12Ids.ID3D12Device3, out var device3);
        if (result.IsFailure)
        {
            return result;
        }

        // SAFETY: the query gave us a reference, given back below; the region's memory stays mapped while the region is open, which the caller promises.
        void* made = null;
        fixed (Guid* id = &D3D12Ids.ID3D12Heap)
        {
            result = ((ID3D12Device3*)device3)->OpenExistingHeapFromAddress((void*)region.HeapAddress, id, &made);
        }

        Release(device3);
        if (result.IsFailure)
        {
            return result;
        }

        heap = new RegionHeap(this, made);
        if (heap.Bytes < region.Length)
        {
            heap.Dispose();
            heap = null;
            return HResultCodes.Unexpected;
        }

        return result;
    }

    /// <summary>Opens a texture another device shared.</summary>
    public HResult TryOpenTexture(SafeHandle handle, out ImportedTexture? texture)
    {
        texture = null;
        var result = Open(handle, D3D12Ids.ID3D12Resource, out var opened);
        if (result.IsFailure)
        {
            return result;
        }

        // SAFETY: we own the reference just opened; all results are locals; a texture of one level and one layer has one footprint.
        D3D12_RESOURCE_DESC desc;
        _ = ((ID3D12Resource*)opened)->GetDesc(&desc);
        if (desc.Dimension != D3D12Constants.ResourceDimensionTexture2D)
        {
            Release(opened);
            return HResultCodes.InvalidArgument;
        }

        D3D12_PLACED_SUBRESOURCE_FOOTPRINT footprint;
        uint rows;
        ulong rowBytes;
        ulong total;
        ((ID3D12Device*)Pointer)->GetCopyableFootprints(&desc, 0, 1, 0, &footprint, &rows, &rowBytes, &total);
        texture = new ImportedTexture(opened, desc, rowBytes);
        return result;
    }

    /// <summary>Opens a fence another device shared.</summary>
    public HResult TryOpenFence(SafeHandle handle, out ImportedFence? fence)
    {
        var result = Open(handle, D3D12Ids.ID3D12Fence, out var opened);
        fence = result.IsSuccess ? new ImportedFence(opened) : null;
        return result;
    }

    private HResult Open(SafeHandle handle, in Guid wanted, out void* opened)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var held = false;
        handle.DangerousAddRef(ref held);
        try
        {
            // SAFETY: the handle is held open; the result is a local.
            void* found = null;
            HResult result;
            fixed (Guid* id = &wanted)
            {
                result = ((ID3D12Device*)Pointer)->OpenSharedHandle(handle.DangerousGetHandle(), id, &found);
            }

            opened = result.IsSuccess ? found : null;
            return result;
        }
        finally
        {
            handle.DangerousRelease();
        }
    }
}
