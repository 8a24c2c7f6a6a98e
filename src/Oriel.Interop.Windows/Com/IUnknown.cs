using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.Com;

/// <summary>
/// The first three methods of every COM interface. A COM object is a pointer to a struct whose first word points at a table of functions; methods are called through
/// typed function pointers at constant slots, in the platform's own calling convention (x64 Windows has one; on Linux the same structs call the test library's fakes).
/// Every interface struct of this room looks like this one: the table, one line per method used, and the slots, which the layout oracle checks.
/// </summary>
internal unsafe struct IUnknown
{
    internal void** Vtable;

    // SAFETY (of every interface struct): slot and signature are those of the header; "this" lies in native memory and is kept alive by a reference the caller holds.
    public int QueryInterface(Guid* id, void** found) =>
        ((delegate* unmanaged<void*, Guid*, void**, int>)Vtable[Slot.QueryInterface])(Unsafe.AsPointer(ref this), id, found);

    public uint AddRef() => ((delegate* unmanaged<void*, uint>)Vtable[Slot.AddRef])(Unsafe.AsPointer(ref this));

    public uint Release() => ((delegate* unmanaged<void*, uint>)Vtable[Slot.Release])(Unsafe.AsPointer(ref this));

    internal static class Slot
    {
        public const int QueryInterface = 0;
        public const int AddRef = 1;
        public const int Release = 2;
    }
}
