using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>Opens memory that exists as a heap. MinGW has no declaration of it: the oracle spells out what Microsoft publishes. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D12Device3
{
    internal void** Vtable;

    public int OpenExistingHeapFromAddress(void* address, Guid* id, void** heap) =>
        ((delegate* unmanaged<void*, void*, Guid*, void**, int>)Vtable[Slot.OpenExistingHeapFromAddress])(Unsafe.AsPointer(ref this), address, id, heap);

    internal static class Slot
    {
        public const int OpenExistingHeapFromAddress = 48;
    }
}
