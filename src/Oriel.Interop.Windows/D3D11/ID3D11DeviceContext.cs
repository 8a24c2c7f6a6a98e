using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>Issues commands. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D11DeviceContext
{
    internal void** Vtable;

    public void PSSetShaderResources(uint startSlot, uint numViews, void** shaderResourceViews) =>
        ((delegate* unmanaged<void*, uint, uint, void**, void>)Vtable[Slot.PSSetShaderResources])(Unsafe.AsPointer(ref this), startSlot, numViews, shaderResourceViews);

    public void PSSetShader(void* pixelShader, void** classInstances, uint numClassInstances) =>
        ((delegate* unmanaged<void*, void*, void**, uint, void>)Vtable[Slot.PSSetShader])(Unsafe.AsPointer(ref this), pixelShader, classInstances, numClassInstances);

    public void PSSetSamplers(uint startSlot, uint numSamplers, void** samplers) =>
        ((delegate* unmanaged<void*, uint, uint, void**, void>)Vtable[Slot.PSSetSamplers])(Unsafe.AsPointer(ref this), startSlot, numSamplers, samplers);

    public void VSSetShader(void* vertexShader, void** classInstances, uint numClassInstances) =>
        ((delegate* unmanaged<void*, void*, void**, uint, void>)Vtable[Slot.VSSetShader])(Unsafe.AsPointer(ref this), vertexShader, classInstances, numClassInstances);

    public void Draw(uint vertexCount, uint startVertexLocation) =>
        ((delegate* unmanaged<void*, uint, uint, void>)Vtable[Slot.Draw])(Unsafe.AsPointer(ref this), vertexCount, startVertexLocation);

    public int Map(void* resource, uint subresource, uint mapType, uint mapFlags, D3D11_MAPPED_SUBRESOURCE* mappedResource) =>
        ((delegate* unmanaged<void*, void*, uint, uint, uint, D3D11_MAPPED_SUBRESOURCE*, int>)Vtable[Slot.Map])(Unsafe.AsPointer(ref this), resource, subresource, mapType, mapFlags, mappedResource);

    public void Unmap(void* resource, uint subresource) =>
        ((delegate* unmanaged<void*, void*, uint, void>)Vtable[Slot.Unmap])(Unsafe.AsPointer(ref this), resource, subresource);

    public void IASetInputLayout(void* inputLayout) =>
        ((delegate* unmanaged<void*, void*, void>)Vtable[Slot.IASetInputLayout])(Unsafe.AsPointer(ref this), inputLayout);

    public void IASetPrimitiveTopology(uint topology) =>
        ((delegate* unmanaged<void*, uint, void>)Vtable[Slot.IASetPrimitiveTopology])(Unsafe.AsPointer(ref this), topology);

    public void End(void* async) =>
        ((delegate* unmanaged<void*, void*, void>)Vtable[Slot.End])(Unsafe.AsPointer(ref this), async);

    public int GetData(void* async, void* data, uint dataSize, uint getDataFlags) =>
        ((delegate* unmanaged<void*, void*, void*, uint, uint, int>)Vtable[Slot.GetData])(Unsafe.AsPointer(ref this), async, data, dataSize, getDataFlags);

    public void OMSetRenderTargets(uint numViews, void** renderTargetViews, void* depthStencilView) =>
        ((delegate* unmanaged<void*, uint, void**, void*, void>)Vtable[Slot.OMSetRenderTargets])(Unsafe.AsPointer(ref this), numViews, renderTargetViews, depthStencilView);

    public void RSSetViewports(uint numViewports, D3D11_VIEWPORT* viewports) =>
        ((delegate* unmanaged<void*, uint, D3D11_VIEWPORT*, void>)Vtable[Slot.RSSetViewports])(Unsafe.AsPointer(ref this), numViewports, viewports);

    public void CopySubresourceRegion(void* dstResource, uint dstSubresource, uint dstX, uint dstY, uint dstZ, void* srcResource, uint srcSubresource, D3D11_BOX* srcBox) =>
        ((delegate* unmanaged<void*, void*, uint, uint, uint, uint, void*, uint, D3D11_BOX*, void>)Vtable[Slot.CopySubresourceRegion])(Unsafe.AsPointer(ref this), dstResource, dstSubresource, dstX, dstY, dstZ, srcResource, srcSubresource, srcBox);

    public void CopyResource(void* dstResource, void* srcResource) =>
        ((delegate* unmanaged<void*, void*, void*, void>)Vtable[Slot.CopyResource])(Unsafe.AsPointer(ref this), dstResource, srcResource);

    public void UpdateSubresource(void* dstResource, uint dstSubresource, D3D11_BOX* dstBox, void* srcData, uint srcRowPitch, uint srcDepthPitch) =>
        ((delegate* unmanaged<void*, void*, uint, D3D11_BOX*, void*, uint, uint, void>)Vtable[Slot.UpdateSubresource])(Unsafe.AsPointer(ref this), dstResource, dstSubresource, dstBox, srcData, srcRowPitch, srcDepthPitch);

    public void ClearState() =>
        ((delegate* unmanaged<void*, void>)Vtable[Slot.ClearState])(Unsafe.AsPointer(ref this));

    public void Flush() =>
        ((delegate* unmanaged<void*, void>)Vtable[Slot.Flush])(Unsafe.AsPointer(ref this));

    internal static class Slot
    {
        public const int PSSetShaderResources = 8;
        public const int PSSetShader = 9;
        public const int PSSetSamplers = 10;
        public const int VSSetShader = 11;
        public const int Draw = 13;
        public const int Map = 14;
        public const int Unmap = 15;
        public const int IASetInputLayout = 17;
        public const int IASetPrimitiveTopology = 24;
        public const int End = 28;
        public const int GetData = 29;
        public const int OMSetRenderTargets = 33;
        public const int RSSetViewports = 44;
        public const int CopySubresourceRegion = 46;
        public const int CopyResource = 47;
        public const int UpdateSubresource = 48;
        public const int ClearState = 110;
        public const int Flush = 111;
    }
}
