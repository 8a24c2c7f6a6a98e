using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>Switches the debug layer on. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D12Debug
{
    internal void** Vtable;

    public void EnableDebugLayer() =>
        ((delegate* unmanaged<void*, void>)Vtable[Slot.EnableDebugLayer])(Unsafe.AsPointer(ref this));

    internal static class Slot
    {
        public const int EnableDebugLayer = 3;
    }
}
