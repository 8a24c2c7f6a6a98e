using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>Makes resources. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D11Device
{
    internal void** Vtable;

    public int CreateTexture2D(D3D11_TEXTURE2D_DESC* desc, void* initialData, void** texture2D) =>
        ((delegate* unmanaged<void*, D3D11_TEXTURE2D_DESC*, void*, void**, int>)Vtable[Slot.CreateTexture2D])(Unsafe.AsPointer(ref this), desc, initialData, texture2D);

    public int CreateShaderResourceView(void* resource, void* desc, void** sRView) =>
        ((delegate* unmanaged<void*, void*, void*, void**, int>)Vtable[Slot.CreateShaderResourceView])(Unsafe.AsPointer(ref this), resource, desc, sRView);

    public int CreateRenderTargetView(void* resource, void* desc, void** rTView) =>
        ((delegate* unmanaged<void*, void*, void*, void**, int>)Vtable[Slot.CreateRenderTargetView])(Unsafe.AsPointer(ref this), resource, desc, rTView);

    public int CreateVertexShader(void* shaderBytecode, nuint bytecodeLength, void* classLinkage, void** vertexShader) =>
        ((delegate* unmanaged<void*, void*, nuint, void*, void**, int>)Vtable[Slot.CreateVertexShader])(Unsafe.AsPointer(ref this), shaderBytecode, bytecodeLength, classLinkage, vertexShader);

    public int CreatePixelShader(void* shaderBytecode, nuint bytecodeLength, void* classLinkage, void** pixelShader) =>
        ((delegate* unmanaged<void*, void*, nuint, void*, void**, int>)Vtable[Slot.CreatePixelShader])(Unsafe.AsPointer(ref this), shaderBytecode, bytecodeLength, classLinkage, pixelShader);

    public int CreateSamplerState(D3D11_SAMPLER_DESC* samplerDesc, void** samplerState) =>
        ((delegate* unmanaged<void*, D3D11_SAMPLER_DESC*, void**, int>)Vtable[Slot.CreateSamplerState])(Unsafe.AsPointer(ref this), samplerDesc, samplerState);

    public int CreateQuery(D3D11_QUERY_DESC* queryDesc, void** query) =>
        ((delegate* unmanaged<void*, D3D11_QUERY_DESC*, void**, int>)Vtable[Slot.CreateQuery])(Unsafe.AsPointer(ref this), queryDesc, query);

    public uint GetFeatureLevel() =>
        ((delegate* unmanaged<void*, uint>)Vtable[Slot.GetFeatureLevel])(Unsafe.AsPointer(ref this));

    public int GetDeviceRemovedReason() =>
        ((delegate* unmanaged<void*, int>)Vtable[Slot.GetDeviceRemovedReason])(Unsafe.AsPointer(ref this));

    public void GetImmediateContext(void** immediateContext) =>
        ((delegate* unmanaged<void*, void**, void>)Vtable[Slot.GetImmediateContext])(Unsafe.AsPointer(ref this), immediateContext);

    internal static class Slot
    {
        public const int CreateTexture2D = 5;
        public const int CreateShaderResourceView = 7;
        public const int CreateRenderTargetView = 9;
        public const int CreateVertexShader = 12;
        public const int CreatePixelShader = 15;
        public const int CreateSamplerState = 23;
        public const int CreateQuery = 24;
        public const int GetFeatureLevel = 37;
        public const int GetDeviceRemovedReason = 39;
        public const int GetImmediateContext = 40;
    }
}
