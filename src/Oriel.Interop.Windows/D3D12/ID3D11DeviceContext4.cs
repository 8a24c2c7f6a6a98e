using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>Signals fences. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D11DeviceContext4
{
    internal void** Vtable;

    public int Signal(void* fence, ulong value) =>
        ((delegate* unmanaged<void*, void*, ulong, int>)Vtable[Slot.Signal])(Unsafe.AsPointer(ref this), fence, value);

    internal static class Slot
    {
        public const int Signal = 147;
    }
}
