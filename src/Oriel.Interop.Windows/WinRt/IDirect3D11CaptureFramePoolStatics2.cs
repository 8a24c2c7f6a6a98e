using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>Makes pools whose events come on any thread. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDirect3D11CaptureFramePoolStatics2
{
    internal void** Vtable;

    public int CreateFreeThreaded(void* device, int pixelFormat, int buffers, SizeInt32 size, void** pool) =>
        ((delegate* unmanaged<void*, void*, int, int, SizeInt32, void**, int>)Vtable[Slot.CreateFreeThreaded])(Unsafe.AsPointer(ref this), device, pixelFormat, buffers, size, pool);

    internal static class Slot
    {
        public const int CreateFreeThreaded = 6;
    }
}
