using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D12;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>ID3D12Device and, when the system is new enough, ID3D12Device3.</summary>
internal sealed unsafe class FakeDevice12 : FakeObject
{
    private static readonly void** s_table = DeviceTable();
    private readonly FakeDirect3D12 _library;

    public FakeDevice12(FakeDirect3D12 library)
        : base(library.Windows, "device12", (nint)s_table)
    {
        _library = library;
    }

    protected override int FacetOf(in Guid id) => id == D3D12Ids.ID3D12Device || (id == D3D12Ids.ID3D12Device3 && _library.OpensMemory) ? 0 : -1;

    private static void** DeviceTable()
    {
        var table = MakeObjectTable();
        table[ID3D12Device.Slot.CreateCommandQueue] = (delegate* unmanaged<void*, D3D12_COMMAND_QUEUE_DESC*, Guid*, void**, int>)&CreateCommandQueue;
        table[ID3D12Device.Slot.CreateCommandAllocator] = (delegate* unmanaged<void*, uint, Guid*, void**, int>)&CreateCommandAllocator;
        table[ID3D12Device.Slot.CreateCommandList] = (delegate* unmanaged<void*, uint, uint, void*, void*, Guid*, void**, int>)&CreateCommandList;
        table[ID3D12Device.Slot.CreatePlacedResource] = (delegate* unmanaged<void*, void*, ulong, D3D12_RESOURCE_DESC*, uint, void*, Guid*, void**, int>)&CreatePlacedResource;
        table[ID3D12Device.Slot.OpenSharedHandle] = (delegate* unmanaged<void*, nint, Guid*, void**, int>)&OpenSharedHandle;
        table[ID3D12Device.Slot.CreateFence] = (delegate* unmanaged<void*, ulong, uint, Guid*, void**, int>)&CreateFence;
        table[ID3D12Device.Slot.GetDeviceRemovedReason] = (delegate* unmanaged<void*, int>)&GetDeviceRemovedReason;
        table[ID3D12Device.Slot.GetCopyableFootprints] =
            (delegate* unmanaged<void*, D3D12_RESOURCE_DESC*, uint, uint, ulong, D3D12_PLACED_SUBRESOURCE_FOOTPRINT*, uint*, ulong*, ulong*, void>)&GetCopyableFootprints;
        table[ID3D12Device3.Slot.OpenExistingHeapFromAddress] = (delegate* unmanaged<void*, void*, Guid*, void**, int>)&OpenExistingHeapFromAddress;
        return table;
    }

    private static FakeDirect3D12 Library(void* self) => From<FakeDevice12>(self)._library;

    [UnmanagedCallersOnly]
    private static int CreateCommandQueue(void* self, D3D12_COMMAND_QUEUE_DESC* desc, Guid* id, void** queue)
    {
        if (desc->Type != D3D12Constants.CommandListTypeCopy || *id != D3D12Ids.ID3D12CommandQueue)
        {
            Library(self).Windows.Complain("a queue that is not for copies");
        }

        *queue = new FakeQueue12(Library(self)).Reference;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int CreateCommandAllocator(void* self, uint type, Guid* id, void** allocator)
    {
        *allocator = new FakeAllocator12(Library(self)).Reference;
        return type == D3D12Constants.CommandListTypeCopy ? HResultCodes.Ok : HResultCodes.InvalidArgument;
    }

    [UnmanagedCallersOnly]
    private static int CreateCommandList(void* self, uint nodes, uint type, void* allocator, void* state, Guid* id, void** list)
    {
        *list = new FakeList12(Library(self), From<FakeAllocator12>(allocator)).Reference;
        return type == D3D12Constants.CommandListTypeCopy ? HResultCodes.Ok : HResultCodes.InvalidArgument;
    }

    [UnmanagedCallersOnly]
    private static int CreatePlacedResource(void* self, void* heap, ulong offset, D3D12_RESOURCE_DESC* desc, uint state, void* clear, Guid* id, void** resource)
    {
        var library = Library(self);
        var target = From<FakeHeap12>(heap);
        *resource = null;
        if (library.PlaceAnswer < 0)
        {
            return library.PlaceAnswer;
        }

        // What the documentation asks of buffers in a heap that adapters share.
        if (offset % library.HeapAlignment != 0 || offset + desc->Width > target.Bytes || desc->Dimension != D3D12Constants.ResourceDimensionBuffer || desc->Height != 1
            || desc->DepthOrArraySize != 1 || desc->MipLevels != 1 || desc->Format != 0 || desc->SampleDesc.Count != 1 || desc->Layout != D3D12Constants.TextureLayoutRowMajor
            || desc->Flags != D3D12Constants.ResourceFlagAllowCrossAdapter)
        {
            library.Windows.Complain($"a buffer of {desc->Width} bytes at {offset} of a heap of {target.Bytes}");
            return HResultCodes.InvalidArgument;
        }

        *resource = new FakeBuffer12(library.Windows, target.Address + offset, desc->Width).Reference;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int OpenSharedHandle(void* self, nint handle, Guid* id, void** found)
    {
        var library = Library(self);
        *found = null;
        var answer = *id == D3D12Ids.ID3D12Fence ? library.OpenFenceAnswer : library.OpenTextureAnswer;
        if (answer < 0)
        {
            return answer;
        }

        switch (library.Windows.Resolve(handle))
        {
            case FakeTexture texture when *id == D3D12Ids.ID3D12Resource:
                *found = new FakeTexture12(library.Windows, texture).Reference;
                return HResultCodes.Ok;
            case FakeFence12 fence when *id == D3D12Ids.ID3D12Fence:
                *found = fence.NewReference();
                return HResultCodes.Ok;
            default:
                library.Windows.Complain("a handle that names nothing of that kind");
                return HResultCodes.InvalidArgument;
        }
    }

    [UnmanagedCallersOnly]
    private static int CreateFence(void* self, ulong value, uint flags, Guid* id, void** fence)
    {
        *fence = new FakeFence12(Library(self).Windows, value).Reference;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int GetDeviceRemovedReason(void* self) => Library(self).Windows.RemovedReason;

    [UnmanagedCallersOnly]
    private static void GetCopyableFootprints(void* self, D3D12_RESOURCE_DESC* desc, uint first, uint count, ulong offset, D3D12_PLACED_SUBRESOURCE_FOOTPRINT* layouts, uint* rows,
        ulong* rowBytes, ulong* total)
    {
        var bytes = desc->Width * (desc->Format == (uint)Oriel.Interop.Windows.Dxgi.PixelFormat.Rgba16F ? 8u : 4);
        var pitch = (bytes + D3D12Constants.PitchAlignment - 1) / D3D12Constants.PitchAlignment * D3D12Constants.PitchAlignment;
        *layouts = new D3D12_PLACED_SUBRESOURCE_FOOTPRINT
        {
            Offset = offset,
            Footprint = new D3D12_SUBRESOURCE_FOOTPRINT { Format = desc->Format, Width = (uint)desc->Width, Height = desc->Height, Depth = 1, RowPitch = (uint)pitch },
        };
        *rows = desc->Height;
        *rowBytes = bytes;
        *total = (pitch * (desc->Height - 1)) + bytes;
    }

    [UnmanagedCallersOnly]
    private static int OpenExistingHeapFromAddress(void* self, void* address, Guid* id, void** heap)
    {
        var library = Library(self);
        *heap = null;
        if (library.OpenHeapAnswer < 0)
        {
            return library.OpenHeapAnswer;
        }

        *heap = new FakeHeap12(library, (byte*)address).Reference;
        return HResultCodes.Ok;
    }
}
