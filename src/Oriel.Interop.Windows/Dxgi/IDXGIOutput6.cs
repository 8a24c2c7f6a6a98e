using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>An output that knows its colour space. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDXGIOutput6
{
    internal void** Vtable;

    public int GetDesc1(DXGI_OUTPUT_DESC1* desc) =>
        ((delegate* unmanaged<void*, DXGI_OUTPUT_DESC1*, int>)Vtable[Slot.GetDesc1])(Unsafe.AsPointer(ref this), desc);

    internal static class Slot
    {
        public const int GetDesc1 = 27;
    }
}
