using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>An output that can be duplicated in formats of our choice. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDXGIOutput5
{
    internal void** Vtable;

    public int DuplicateOutput1(void* device, uint flags, uint formatCount, uint* formats, void** duplication) =>
        ((delegate* unmanaged<void*, void*, uint, uint, uint*, void**, int>)Vtable[Slot.DuplicateOutput1])(Unsafe.AsPointer(ref this), device, flags, formatCount, formats, duplication);

    internal static class Slot
    {
        public const int DuplicateOutput1 = 26;
    }
}
