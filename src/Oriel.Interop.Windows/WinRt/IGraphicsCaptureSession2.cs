using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>Whether the pointer is in the picture; Windows 10 2004. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IGraphicsCaptureSession2
{
    internal void** Vtable;

    public int put_IsCursorCaptureEnabled(byte value) =>
        ((delegate* unmanaged<void*, byte, int>)Vtable[Slot.put_IsCursorCaptureEnabled])(Unsafe.AsPointer(ref this), value);

    internal static class Slot
    {
        public const int put_IsCursorCaptureEnabled = 7;
    }
}
