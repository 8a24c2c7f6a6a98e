using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>Whether a border is drawn around what is captured; Windows 11. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IGraphicsCaptureSession3
{
    internal void** Vtable;

    public int put_IsBorderRequired(byte value) =>
        ((delegate* unmanaged<void*, byte, int>)Vtable[Slot.put_IsBorderRequired])(Unsafe.AsPointer(ref this), value);

    internal static class Slot
    {
        public const int put_IsBorderRequired = 7;
    }
}
