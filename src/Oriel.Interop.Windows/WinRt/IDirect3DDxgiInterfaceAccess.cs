using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>The DXGI object behind an object of the Windows Runtime. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDirect3DDxgiInterfaceAccess
{
    internal void** Vtable;

    public int GetInterface(Guid* id, void** found) =>
        ((delegate* unmanaged<void*, Guid*, void**, int>)Vtable[Slot.GetInterface])(Unsafe.AsPointer(ref this), id, found);

    internal static class Slot
    {
        public const int GetInterface = 3;
    }
}
