using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>Makes a context usable by several threads. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D11Multithread
{
    internal void** Vtable;

    public int SetMultithreadProtected(int enable) =>
        ((delegate* unmanaged<void*, int, int>)Vtable[Slot.SetMultithreadProtected])(Unsafe.AsPointer(ref this), enable);

    internal static class Slot
    {
        public const int SetMultithreadProtected = 5;
    }
}
