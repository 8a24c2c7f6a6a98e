using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>Makes capture items for windows and monitors of the desktop. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IGraphicsCaptureItemInterop
{
    internal void** Vtable;

    public int CreateForWindow(nint window, Guid* id, void** item) =>
        ((delegate* unmanaged<void*, nint, Guid*, void**, int>)Vtable[Slot.CreateForWindow])(Unsafe.AsPointer(ref this), window, id, item);

    public int CreateForMonitor(nint monitor, Guid* id, void** item) =>
        ((delegate* unmanaged<void*, nint, Guid*, void**, int>)Vtable[Slot.CreateForMonitor])(Unsafe.AsPointer(ref this), monitor, id, item);

    internal static class Slot
    {
        public const int CreateForWindow = 3;
        public const int CreateForMonitor = 4;
    }
}
