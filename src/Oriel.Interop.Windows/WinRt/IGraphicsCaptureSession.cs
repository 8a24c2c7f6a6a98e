using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>A running capture. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IGraphicsCaptureSession
{
    internal void** Vtable;

    public int StartCapture() =>
        ((delegate* unmanaged<void*, int>)Vtable[Slot.StartCapture])(Unsafe.AsPointer(ref this));

    internal static class Slot
    {
        public const int StartCapture = 6;
    }
}
