using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>The region as a heap: the GPU reads and writes the very pages that the host maps. The region must stay open longer than this and everything made from it.</summary>
public sealed unsafe class RegionHeap : ComReference
{
    private readonly CopyDevice _device;
    private readonly D3D12_HEAP_DESC _desc;

    internal RegionHeap(CopyDevice device, void* heap)
        : base(heap)
    {
        _device = device;

        // SAFETY: the caller handed over a reference; methods that return a struct take its address as second argument.
        fixed (D3D12_HEAP_DESC* desc = &_desc)
        {
            _ = ((ID3D12Heap*)heap)->GetDesc(desc);
        }
    }

    /// <summary>Size.</summary>
    public ulong Bytes => _desc.SizeInBytes;

    /// <summary>Where buffers may begin.</summary>
    public ulong Alignment => _desc.Alignment;

    /// <summary>Makes a buffer over a part of the heap.</summary>
    /// <param name="offset">Where it begins, a multiple of <see cref="Alignment"/>.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="buffer">The buffer, null on failure.</param>
    public HResult TryCreateBuffer(ulong offset, ulong bytes, out RegionBuffer? buffer)
    {
        buffer = null;
        if (offset > Bytes || bytes > Bytes - offset)
        {
            return HResultCodes.InvalidArgument;
        }

        // A heap over memory that exists comes out shared between adapters; its resources must say the same, and may be buffers only.
        var shared = (_desc.Flags & D3D12Constants.HeapFlagSharedCrossAdapter) != 0;
        var desc = new D3D12_RESOURCE_DESC
        {
            Dimension = D3D12Constants.ResourceDimensionBuffer,
            Width = bytes,
            Height = 1,
            DepthOrArraySize = 1,
            MipLevels = 1,
            Layout = D3D12Constants.TextureLayoutRowMajor,
            Flags = shared ? D3D12Constants.ResourceFlagAllowCrossAdapter : D3D12Constants.ResourceFlagNone,
        };
        desc.SampleDesc.Count = 1;

        // SAFETY: this and the device hold references; everything else is a local.
        void* made = null;
        HResult result;
        fixed (Guid* id = &D3D12Ids.ID3D12Resource)
        {
            result = ((ID3D12Device*)_device.Pointer)->CreatePlacedResource(Pointer, offset, &desc, D3D12Constants.ResourceStateCopyDest, null, id, &made);
        }

        if (result.IsSuccess)
        {
            buffer = new RegionBuffer(made, bytes);
        }

        return result;
    }
}
