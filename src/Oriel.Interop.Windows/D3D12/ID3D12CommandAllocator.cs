using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>Memory of a list. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D12CommandAllocator
{
    internal void** Vtable;

    public int Reset() =>
        ((delegate* unmanaged<void*, int>)Vtable[Slot.Reset])(Unsafe.AsPointer(ref this));

    internal static class Slot
    {
        public const int Reset = 8;
    }
}
