using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>A buffer or texture. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D12Resource
{
    internal void** Vtable;

    public D3D12_RESOURCE_DESC* GetDesc(D3D12_RESOURCE_DESC* result) =>
        ((delegate* unmanaged<void*, D3D12_RESOURCE_DESC*, D3D12_RESOURCE_DESC*>)Vtable[Slot.GetDesc])(Unsafe.AsPointer(ref this), result);

    internal static class Slot
    {
        public const int GetDesc = 10;
    }
}
