using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>An output that can be duplicated. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDXGIOutput1
{
    internal void** Vtable;

    public int DuplicateOutput(void* device, void** outputDuplication) =>
        ((delegate* unmanaged<void*, void*, void**, int>)Vtable[Slot.DuplicateOutput])(Unsafe.AsPointer(ref this), device, outputDuplication);

    internal static class Slot
    {
        public const int DuplicateOutput = 22;
    }
}
