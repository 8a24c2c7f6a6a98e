using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>Executes lists in order. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D12CommandQueue
{
    internal void** Vtable;

    public void ExecuteCommandLists(uint count, void** lists) =>
        ((delegate* unmanaged<void*, uint, void**, void>)Vtable[Slot.ExecuteCommandLists])(Unsafe.AsPointer(ref this), count, lists);

    public int Signal(void* fence, ulong value) =>
        ((delegate* unmanaged<void*, void*, ulong, int>)Vtable[Slot.Signal])(Unsafe.AsPointer(ref this), fence, value);

    public int Wait(void* fence, ulong value) =>
        ((delegate* unmanaged<void*, void*, ulong, int>)Vtable[Slot.Wait])(Unsafe.AsPointer(ref this), fence, value);

    internal static class Slot
    {
        public const int ExecuteCommandLists = 10;
        public const int Signal = 14;
        public const int Wait = 15;
    }
}
