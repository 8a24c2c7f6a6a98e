using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>An adapter. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDXGIAdapter1
{
    internal void** Vtable;

    public int EnumOutputs(uint outputIdx, void** output) =>
        ((delegate* unmanaged<void*, uint, void**, int>)Vtable[Slot.EnumOutputs])(Unsafe.AsPointer(ref this), outputIdx, output);

    public int GetDesc1(DXGI_ADAPTER_DESC1* desc) =>
        ((delegate* unmanaged<void*, DXGI_ADAPTER_DESC1*, int>)Vtable[Slot.GetDesc1])(Unsafe.AsPointer(ref this), desc);

    internal static class Slot
    {
        public const int EnumOutputs = 7;
        public const int GetDesc1 = 10;
    }
}
