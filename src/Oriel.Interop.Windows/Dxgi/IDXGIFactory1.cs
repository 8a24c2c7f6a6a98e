using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Enumerates adapters. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDXGIFactory1
{
    internal void** Vtable;

    public int EnumAdapters1(uint index, void** adapter) =>
        ((delegate* unmanaged<void*, uint, void**, int>)Vtable[Slot.EnumAdapters1])(Unsafe.AsPointer(ref this), index, adapter);

    public int IsCurrent() =>
        ((delegate* unmanaged<void*, int>)Vtable[Slot.IsCurrent])(Unsafe.AsPointer(ref this));

    internal static class Slot
    {
        public const int EnumAdapters1 = 12;
        public const int IsCurrent = 13;
    }
}
