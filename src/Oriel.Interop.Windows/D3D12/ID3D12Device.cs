using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>Makes everything. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D12Device
{
    internal void** Vtable;

    public int CreateCommandQueue(D3D12_COMMAND_QUEUE_DESC* desc, Guid* id, void** queue) =>
        ((delegate* unmanaged<void*, D3D12_COMMAND_QUEUE_DESC*, Guid*, void**, int>)Vtable[Slot.CreateCommandQueue])(Unsafe.AsPointer(ref this), desc, id, queue);

    public int CreateCommandAllocator(uint type, Guid* id, void** allocator) =>
        ((delegate* unmanaged<void*, uint, Guid*, void**, int>)Vtable[Slot.CreateCommandAllocator])(Unsafe.AsPointer(ref this), type, id, allocator);

    public int CreateCommandList(uint nodeMask, uint type, void* allocator, void* initialState, Guid* id, void** list) =>
        ((delegate* unmanaged<void*, uint, uint, void*, void*, Guid*, void**, int>)Vtable[Slot.CreateCommandList])(Unsafe.AsPointer(ref this), nodeMask, type, allocator, initialState, id, list);

    public int CreatePlacedResource(void* heap, ulong offset, D3D12_RESOURCE_DESC* desc, uint state, void* clearValue, Guid* id, void** resource) =>
        ((delegate* unmanaged<void*, void*, ulong, D3D12_RESOURCE_DESC*, uint, void*, Guid*, void**, int>)Vtable[Slot.CreatePlacedResource])(Unsafe.AsPointer(ref this), heap, offset, desc, state, clearValue, id, resource);

    public int OpenSharedHandle(nint handle, Guid* id, void** found) =>
        ((delegate* unmanaged<void*, nint, Guid*, void**, int>)Vtable[Slot.OpenSharedHandle])(Unsafe.AsPointer(ref this), handle, id, found);

    public int CreateFence(ulong value, uint flags, Guid* id, void** fence) =>
        ((delegate* unmanaged<void*, ulong, uint, Guid*, void**, int>)Vtable[Slot.CreateFence])(Unsafe.AsPointer(ref this), value, flags, id, fence);

    public int GetDeviceRemovedReason() =>
        ((delegate* unmanaged<void*, int>)Vtable[Slot.GetDeviceRemovedReason])(Unsafe.AsPointer(ref this));

    public void GetCopyableFootprints(D3D12_RESOURCE_DESC* desc, uint first, uint count, ulong baseOffset, D3D12_PLACED_SUBRESOURCE_FOOTPRINT* layouts, uint* rows, ulong* rowBytes, ulong* totalBytes) =>
        ((delegate* unmanaged<void*, D3D12_RESOURCE_DESC*, uint, uint, ulong, D3D12_PLACED_SUBRESOURCE_FOOTPRINT*, uint*, ulong*, ulong*, void>)Vtable[Slot.GetCopyableFootprints])(Unsafe.AsPointer(ref this), desc, first, count, baseOffset, layouts, rows, rowBytes, totalBytes);

    internal static class Slot
    {
        public const int CreateCommandQueue = 8;
        public const int CreateCommandAllocator = 9;
        public const int CreateCommandList = 12;
        public const int CreatePlacedResource = 29;
        public const int OpenSharedHandle = 32;
        public const int CreateFence = 36;
        public const int GetDeviceRemovedReason = 37;
        public const int GetCopyableFootprints = 38;
    }
}
