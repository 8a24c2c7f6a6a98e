using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>The DXGI side of a device. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDXGIDevice
{
    internal void** Vtable;

    public int GetAdapter(void** adapter) =>
        ((delegate* unmanaged<void*, void**, int>)Vtable[Slot.GetAdapter])(Unsafe.AsPointer(ref this), adapter);

    public int SetGPUThreadPriority(int priority) =>
        ((delegate* unmanaged<void*, int, int>)Vtable[Slot.SetGPUThreadPriority])(Unsafe.AsPointer(ref this), priority);

    internal static class Slot
    {
        public const int GetAdapter = 7;
        public const int SetGPUThreadPriority = 10;
    }
}
