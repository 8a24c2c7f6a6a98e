#include "oracle.h"
#define WIDL_EXPLICIT_AGGREGATE_RETURNS
#include <d3d12.h>
#include <d3d12sdklayers.h>
#include <d3d11_4.h>

/* These headers end at ID3D12Device. What follows it is declared in the d3d12.h that Microsoft publishes: ID3D12Device1 (three methods), ID3D12Device2 (one),
 * ID3D12Device3. Only the order of the methods is needed here. */
typedef struct ID3D12Device3Vtbl
{
    ID3D12DeviceVtbl device;
    void *CreatePipelineLibrary, *SetEventOnMultipleFenceCompletion, *SetResidencyPriority;
    void *CreatePipelineState;
    void *OpenExistingHeapFromAddress, *OpenExistingHeapFromFileMapping, *EnqueueMakeResident;
} ID3D12Device3Vtbl;
DEFINE_GUID(IID_ID3D12Device3, 0x81dadc15, 0x2bad, 0x4392, 0x93, 0xc5, 0x10, 0x13, 0x45, 0xc4, 0xaa, 0x98);

int main(void)
{
    ORACLE_BEGIN();
    SLOT(ID3D12Device, CreateCommandQueue);
    SLOT(ID3D12Device, CreateCommandAllocator);
    SLOT(ID3D12Device, CreateCommandList);
    SLOT(ID3D12Device, CreatePlacedResource);
    SLOT(ID3D12Device, OpenSharedHandle);
    SLOT(ID3D12Device, CreateFence);
    SLOT(ID3D12Device, GetDeviceRemovedReason);
    SLOT(ID3D12Device, GetCopyableFootprints);
    SLOT(ID3D12CommandQueue, ExecuteCommandLists);
    SLOT(ID3D12CommandQueue, Signal);
    SLOT(ID3D12CommandQueue, Wait);
    SLOT(ID3D12CommandAllocator, Reset);
    SLOT(ID3D12GraphicsCommandList, Close);
    SLOT(ID3D12GraphicsCommandList, Reset);
    SLOT(ID3D12GraphicsCommandList, CopyTextureRegion);
    SLOT(ID3D12Fence, GetCompletedValue);
    SLOT(ID3D12Fence, SetEventOnCompletion);
    SLOT(ID3D12Heap, GetDesc);
    SLOT(ID3D12Resource, GetDesc);
    SLOT(ID3D12Debug, EnableDebugLayer);
    SLOT(ID3D11Device5, CreateFence);
    SLOT(ID3D11DeviceContext4, Signal);
    SLOT(ID3D11Fence, CreateSharedHandle);
    SLOT(ID3D12Device3, OpenExistingHeapFromAddress);

    GUID(D3D12Ids, ID3D12Device, IID_ID3D12Device);
    GUID(D3D12Ids, ID3D12CommandQueue, IID_ID3D12CommandQueue);
    GUID(D3D12Ids, ID3D12CommandAllocator, IID_ID3D12CommandAllocator);
    GUID(D3D12Ids, ID3D12GraphicsCommandList, IID_ID3D12GraphicsCommandList);
    GUID(D3D12Ids, ID3D12Fence, IID_ID3D12Fence);
    GUID(D3D12Ids, ID3D12Heap, IID_ID3D12Heap);
    GUID(D3D12Ids, ID3D12Resource, IID_ID3D12Resource);
    GUID(D3D12Ids, ID3D12Debug, IID_ID3D12Debug);
    GUID(D3D12Ids, ID3D11Device5, IID_ID3D11Device5);
    GUID(D3D12Ids, ID3D11DeviceContext4, IID_ID3D11DeviceContext4);
    GUID(D3D12Ids, ID3D11Fence, IID_ID3D11Fence);
    GUID(D3D12Ids, ID3D12Device3, IID_ID3D12Device3);

    STRUCT(D3D12_COMMAND_QUEUE_DESC);
    FIELD(D3D12_COMMAND_QUEUE_DESC, Type);
    FIELD(D3D12_COMMAND_QUEUE_DESC, Priority);
    FIELD(D3D12_COMMAND_QUEUE_DESC, Flags);
    FIELD(D3D12_COMMAND_QUEUE_DESC, NodeMask);
    STRUCT(D3D12_HEAP_PROPERTIES);
    FIELD(D3D12_HEAP_PROPERTIES, Type);
    FIELD(D3D12_HEAP_PROPERTIES, CPUPageProperty);
    FIELD(D3D12_HEAP_PROPERTIES, MemoryPoolPreference);
    FIELD(D3D12_HEAP_PROPERTIES, CreationNodeMask);
    FIELD(D3D12_HEAP_PROPERTIES, VisibleNodeMask);
    STRUCT(D3D12_HEAP_DESC);
    FIELD(D3D12_HEAP_DESC, SizeInBytes);
    FIELD(D3D12_HEAP_DESC, Properties);
    FIELD(D3D12_HEAP_DESC, Alignment);
    FIELD(D3D12_HEAP_DESC, Flags);
    STRUCT(D3D12_RESOURCE_DESC);
    FIELD(D3D12_RESOURCE_DESC, Dimension);
    FIELD(D3D12_RESOURCE_DESC, Alignment);
    FIELD(D3D12_RESOURCE_DESC, Width);
    FIELD(D3D12_RESOURCE_DESC, Height);
    FIELD(D3D12_RESOURCE_DESC, DepthOrArraySize);
    FIELD(D3D12_RESOURCE_DESC, MipLevels);
    FIELD(D3D12_RESOURCE_DESC, Format);
    FIELD(D3D12_RESOURCE_DESC, SampleDesc);
    FIELD(D3D12_RESOURCE_DESC, Layout);
    FIELD(D3D12_RESOURCE_DESC, Flags);
    STRUCT(D3D12_SUBRESOURCE_FOOTPRINT);
    FIELD(D3D12_SUBRESOURCE_FOOTPRINT, Format);
    FIELD(D3D12_SUBRESOURCE_FOOTPRINT, Width);
    FIELD(D3D12_SUBRESOURCE_FOOTPRINT, Height);
    FIELD(D3D12_SUBRESOURCE_FOOTPRINT, Depth);
    FIELD(D3D12_SUBRESOURCE_FOOTPRINT, RowPitch);
    STRUCT(D3D12_PLACED_SUBRESOURCE_FOOTPRINT);
    FIELD(D3D12_PLACED_SUBRESOURCE_FOOTPRINT, Offset);
    FIELD(D3D12_PLACED_SUBRESOURCE_FOOTPRINT, Footprint);
    STRUCT(D3D12_BOX);
    FIELD(D3D12_BOX, left);
    FIELD(D3D12_BOX, top);
    FIELD(D3D12_BOX, front);
    FIELD(D3D12_BOX, right);
    FIELD(D3D12_BOX, bottom);
    FIELD(D3D12_BOX, back);
    STRUCT(D3D12_TEXTURE_COPY_LOCATION);
    FIELD(D3D12_TEXTURE_COPY_LOCATION, pResource);
    FIELD(D3D12_TEXTURE_COPY_LOCATION, Type);
    FIELD(D3D12_TEXTURE_COPY_LOCATION, PlacedFootprint);
    FIELD(D3D12_TEXTURE_COPY_LOCATION, SubresourceIndex);

    CONSTANT(D3D12Constants, CommandListTypeCopy, D3D12_COMMAND_LIST_TYPE_COPY);
    CONSTANT(D3D12Constants, QueuePriorityHigh, D3D12_COMMAND_QUEUE_PRIORITY_HIGH);
    CONSTANT(D3D12Constants, ResourceDimensionBuffer, D3D12_RESOURCE_DIMENSION_BUFFER);
    CONSTANT(D3D12Constants, ResourceDimensionTexture2D, D3D12_RESOURCE_DIMENSION_TEXTURE2D);
    CONSTANT(D3D12Constants, TextureLayoutRowMajor, D3D12_TEXTURE_LAYOUT_ROW_MAJOR);
    CONSTANT(D3D12Constants, ResourceFlagNone, D3D12_RESOURCE_FLAG_NONE);
    CONSTANT(D3D12Constants, ResourceFlagAllowCrossAdapter, D3D12_RESOURCE_FLAG_ALLOW_CROSS_ADAPTER);
    CONSTANT(D3D12Constants, HeapFlagSharedCrossAdapter, D3D12_HEAP_FLAG_SHARED_CROSS_ADAPTER);
    CONSTANT(D3D12Constants, ResourceStateCommon, D3D12_RESOURCE_STATE_COMMON);
    CONSTANT(D3D12Constants, ResourceStateCopyDest, D3D12_RESOURCE_STATE_COPY_DEST);
    CONSTANT(D3D12Constants, CopyTypeSubresourceIndex, D3D12_TEXTURE_COPY_TYPE_SUBRESOURCE_INDEX);
    CONSTANT(D3D12Constants, CopyTypePlacedFootprint, D3D12_TEXTURE_COPY_TYPE_PLACED_FOOTPRINT);
    CONSTANT(D3D12Constants, FenceFlagNone, D3D12_FENCE_FLAG_NONE);
    CONSTANT(D3D12Constants, PitchAlignment, D3D12_TEXTURE_DATA_PITCH_ALIGNMENT);
    CONSTANT(D3D12Constants, PlacementAlignment, D3D12_DEFAULT_RESOURCE_PLACEMENT_ALIGNMENT);
    CONSTANT(D3D12Constants, FeatureLevel11, D3D_FEATURE_LEVEL_11_0);
    CONSTANT(D3D12Constants, SharedFenceFlag, D3D11_FENCE_FLAG_SHARED);
    CONSTANT(D3D12Constants, GenericAll, GENERIC_ALL);
    return 0;
}
