using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>A window or monitor to capture. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IGraphicsCaptureItem
{
    internal void** Vtable;

    public int get_Size(SizeInt32* size) =>
        ((delegate* unmanaged<void*, SizeInt32*, int>)Vtable[Slot.get_Size])(Unsafe.AsPointer(ref this), size);

    public int add_Closed(void* handler, long* token) =>
        ((delegate* unmanaged<void*, void*, long*, int>)Vtable[Slot.add_Closed])(Unsafe.AsPointer(ref this), handler, token);

    public int remove_Closed(long token) =>
        ((delegate* unmanaged<void*, long, int>)Vtable[Slot.remove_Closed])(Unsafe.AsPointer(ref this), token);

    internal static class Slot
    {
        public const int get_Size = 7;
        public const int add_Closed = 8;
        public const int remove_Closed = 9;
    }
}
