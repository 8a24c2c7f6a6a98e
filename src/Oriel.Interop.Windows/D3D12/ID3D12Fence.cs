using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>A counter that the GPU moves. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D12Fence
{
    internal void** Vtable;

    public ulong GetCompletedValue() =>
        ((delegate* unmanaged<void*, ulong>)Vtable[Slot.GetCompletedValue])(Unsafe.AsPointer(ref this));

    public int SetEventOnCompletion(ulong value, nint completed) =>
        ((delegate* unmanaged<void*, ulong, nint, int>)Vtable[Slot.SetEventOnCompletion])(Unsafe.AsPointer(ref this), value, completed);

    internal static class Slot
    {
        public const int GetCompletedValue = 8;
        public const int SetEventOnCompletion = 9;
    }
}
