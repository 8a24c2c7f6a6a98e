using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>An output. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDXGIOutput
{
    internal void** Vtable;

    public int GetDesc(DXGI_OUTPUT_DESC* desc) =>
        ((delegate* unmanaged<void*, DXGI_OUTPUT_DESC*, int>)Vtable[Slot.GetDesc])(Unsafe.AsPointer(ref this), desc);

    internal static class Slot
    {
        public const int GetDesc = 7;
    }
}
