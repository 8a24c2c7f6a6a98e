using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>Records commands. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D12GraphicsCommandList
{
    internal void** Vtable;

    public int Close() =>
        ((delegate* unmanaged<void*, int>)Vtable[Slot.Close])(Unsafe.AsPointer(ref this));

    public int Reset(void* allocator, void* initialState) =>
        ((delegate* unmanaged<void*, void*, void*, int>)Vtable[Slot.Reset])(Unsafe.AsPointer(ref this), allocator, initialState);

    public void CopyTextureRegion(D3D12_TEXTURE_COPY_LOCATION* target, uint x, uint y, uint z, D3D12_TEXTURE_COPY_LOCATION* source, D3D12_BOX* box) =>
        ((delegate* unmanaged<void*, D3D12_TEXTURE_COPY_LOCATION*, uint, uint, uint, D3D12_TEXTURE_COPY_LOCATION*, D3D12_BOX*, void>)Vtable[Slot.CopyTextureRegion])(Unsafe.AsPointer(ref this), target, x, y, z, source, box);

    internal static class Slot
    {
        public const int Close = 9;
        public const int Reset = 10;
        public const int CopyTextureRegion = 16;
    }
}
