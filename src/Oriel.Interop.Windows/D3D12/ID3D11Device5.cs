using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>Makes fences. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D11Device5
{
    internal void** Vtable;

    public int CreateFence(ulong value, uint flags, Guid* id, void** fence) =>
        ((delegate* unmanaged<void*, ulong, uint, Guid*, void**, int>)Vtable[Slot.CreateFence])(Unsafe.AsPointer(ref this), value, flags, id, fence);

    internal static class Slot
    {
        public const int CreateFence = 68;
    }
}
