using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>A frame. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDirect3D11CaptureFrame
{
    internal void** Vtable;

    public int get_Surface(void** surface) =>
        ((delegate* unmanaged<void*, void**, int>)Vtable[Slot.get_Surface])(Unsafe.AsPointer(ref this), surface);

    public int get_SystemRelativeTime(long* hundredNanoseconds) =>
        ((delegate* unmanaged<void*, long*, int>)Vtable[Slot.get_SystemRelativeTime])(Unsafe.AsPointer(ref this), hundredNanoseconds);

    public int get_ContentSize(SizeInt32* size) =>
        ((delegate* unmanaged<void*, SizeInt32*, int>)Vtable[Slot.get_ContentSize])(Unsafe.AsPointer(ref this), size);

    internal static class Slot
    {
        public const int get_Surface = 6;
        public const int get_SystemRelativeTime = 7;
        public const int get_ContentSize = 8;
    }
}
