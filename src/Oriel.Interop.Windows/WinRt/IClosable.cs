using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>Ends an object before its last reference is given back. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IClosable
{
    internal void** Vtable;

    public int Close() =>
        ((delegate* unmanaged<void*, int>)Vtable[Slot.Close])(Unsafe.AsPointer(ref this));

    internal static class Slot
    {
        public const int Close = 6;
    }
}
