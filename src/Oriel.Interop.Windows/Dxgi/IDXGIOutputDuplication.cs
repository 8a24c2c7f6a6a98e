using System.Runtime.CompilerServices;
using Oriel.Interop.Windows.Win32;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Frames of an output. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDXGIOutputDuplication
{
    internal void** Vtable;

    public void GetDesc(DXGI_OUTDUPL_DESC* desc) =>
        ((delegate* unmanaged<void*, DXGI_OUTDUPL_DESC*, void>)Vtable[Slot.GetDesc])(Unsafe.AsPointer(ref this), desc);

    public int AcquireNextFrame(uint timeoutInMilliseconds, DXGI_OUTDUPL_FRAME_INFO* frameInfo, void** desktopResource) =>
        ((delegate* unmanaged<void*, uint, DXGI_OUTDUPL_FRAME_INFO*, void**, int>)Vtable[Slot.AcquireNextFrame])(Unsafe.AsPointer(ref this), timeoutInMilliseconds, frameInfo, desktopResource);

    public int GetFrameDirtyRects(uint dirtyRectsBufferSize, RECT* dirtyRectsBuffer, uint* dirtyRectsBufferSizeRequired) =>
        ((delegate* unmanaged<void*, uint, RECT*, uint*, int>)Vtable[Slot.GetFrameDirtyRects])(Unsafe.AsPointer(ref this), dirtyRectsBufferSize, dirtyRectsBuffer, dirtyRectsBufferSizeRequired);

    public int GetFrameMoveRects(uint moveRectsBufferSize, DXGI_OUTDUPL_MOVE_RECT* moveRectBuffer, uint* moveRectsBufferSizeRequired) =>
        ((delegate* unmanaged<void*, uint, DXGI_OUTDUPL_MOVE_RECT*, uint*, int>)Vtable[Slot.GetFrameMoveRects])(Unsafe.AsPointer(ref this), moveRectsBufferSize, moveRectBuffer, moveRectsBufferSizeRequired);

    public int GetFramePointerShape(uint pointerShapeBufferSize, void* pointerShapeBuffer, uint* pointerShapeBufferSizeRequired, DXGI_OUTDUPL_POINTER_SHAPE_INFO* pointerShapeInfo) =>
        ((delegate* unmanaged<void*, uint, void*, uint*, DXGI_OUTDUPL_POINTER_SHAPE_INFO*, int>)Vtable[Slot.GetFramePointerShape])(Unsafe.AsPointer(ref this), pointerShapeBufferSize, pointerShapeBuffer, pointerShapeBufferSizeRequired, pointerShapeInfo);

    public int MapDesktopSurface(void* lockedRect) =>
        ((delegate* unmanaged<void*, void*, int>)Vtable[Slot.MapDesktopSurface])(Unsafe.AsPointer(ref this), lockedRect);

    public int UnMapDesktopSurface() =>
        ((delegate* unmanaged<void*, int>)Vtable[Slot.UnMapDesktopSurface])(Unsafe.AsPointer(ref this));

    public int ReleaseFrame() =>
        ((delegate* unmanaged<void*, int>)Vtable[Slot.ReleaseFrame])(Unsafe.AsPointer(ref this));

    internal static class Slot
    {
        public const int GetDesc = 7;
        public const int AcquireNextFrame = 8;
        public const int GetFrameDirtyRects = 9;
        public const int GetFrameMoveRects = 10;
        public const int GetFramePointerShape = 11;
        public const int MapDesktopSurface = 12;
        public const int UnMapDesktopSurface = 13;
        public const int ReleaseFrame = 14;
    }
}
