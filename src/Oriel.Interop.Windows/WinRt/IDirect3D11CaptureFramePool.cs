using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>Frames that wait to be taken. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDirect3D11CaptureFramePool
{
    internal void** Vtable;

    public int Recreate(void* device, int pixelFormat, int buffers, SizeInt32 size) =>
        ((delegate* unmanaged<void*, void*, int, int, SizeInt32, int>)Vtable[Slot.Recreate])(Unsafe.AsPointer(ref this), device, pixelFormat, buffers, size);

    public int TryGetNextFrame(void** frame) =>
        ((delegate* unmanaged<void*, void**, int>)Vtable[Slot.TryGetNextFrame])(Unsafe.AsPointer(ref this), frame);

    public int add_FrameArrived(void* handler, long* token) =>
        ((delegate* unmanaged<void*, void*, long*, int>)Vtable[Slot.add_FrameArrived])(Unsafe.AsPointer(ref this), handler, token);

    public int remove_FrameArrived(long token) =>
        ((delegate* unmanaged<void*, long, int>)Vtable[Slot.remove_FrameArrived])(Unsafe.AsPointer(ref this), token);

    public int CreateCaptureSession(void* item, void** session) =>
        ((delegate* unmanaged<void*, void*, void**, int>)Vtable[Slot.CreateCaptureSession])(Unsafe.AsPointer(ref this), item, session);

    internal static class Slot
    {
        public const int Recreate = 6;
        public const int TryGetNextFrame = 7;
        public const int add_FrameArrived = 8;
        public const int remove_FrameArrived = 9;
        public const int CreateCaptureSession = 10;
    }
}
