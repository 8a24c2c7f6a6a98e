#include "oracle.h"
#include <objidl.h>
#include <inspectable.h>
#include <windows.foundation.h>

/* MinGW does not declare Windows.Graphics.Capture. What follows is the published contract (windows.graphics.capture.h, windows.graphics.capture.interop.h,
 * windows.graphics.directx.direct3d11.interop.h): only the order of the methods is needed. Interfaces of the Windows Runtime begin with IInspectable's six. */
typedef struct IGraphicsCaptureItemInteropVtbl { IUnknownVtbl parent; void *CreateForWindow, *CreateForMonitor; } IGraphicsCaptureItemInteropVtbl;
typedef struct IGraphicsCaptureItemVtbl { IInspectableVtbl parent; void *get_DisplayName, *get_Size, *add_Closed, *remove_Closed; } IGraphicsCaptureItemVtbl;
typedef struct IDirect3D11CaptureFramePoolStatics2Vtbl { IInspectableVtbl parent; void *CreateFreeThreaded; } IDirect3D11CaptureFramePoolStatics2Vtbl;
typedef struct IDirect3D11CaptureFramePoolVtbl { IInspectableVtbl parent; void *Recreate, *TryGetNextFrame, *add_FrameArrived, *remove_FrameArrived, *CreateCaptureSession, *get_DispatcherQueue; } IDirect3D11CaptureFramePoolVtbl;
typedef struct IDirect3D11CaptureFrameVtbl { IInspectableVtbl parent; void *get_Surface, *get_SystemRelativeTime, *get_ContentSize; } IDirect3D11CaptureFrameVtbl;
typedef struct IGraphicsCaptureSessionVtbl { IInspectableVtbl parent; void *StartCapture; } IGraphicsCaptureSessionVtbl;
typedef struct IGraphicsCaptureSession2Vtbl { IInspectableVtbl parent; void *get_IsCursorCaptureEnabled, *put_IsCursorCaptureEnabled; } IGraphicsCaptureSession2Vtbl;
typedef struct IGraphicsCaptureSession3Vtbl { IInspectableVtbl parent; void *get_IsBorderRequired, *put_IsBorderRequired; } IGraphicsCaptureSession3Vtbl;
typedef struct IDirect3DDxgiInterfaceAccessVtbl { IUnknownVtbl parent; void *GetInterface; } IDirect3DDxgiInterfaceAccessVtbl;
typedef __x_ABI_CWindows_CFoundation_CIClosableVtbl IClosableVtbl;
typedef struct SizeInt32 { INT32 Width, Height; } SizeInt32;
DEFINE_GUID(PUBLISHED_IGraphicsCaptureItemInterop, 0x3628e81b, 0x3cac, 0x4c60, 0xb7, 0xf4, 0x23, 0xce, 0x0e, 0x0c, 0x33, 0x56);
DEFINE_GUID(PUBLISHED_IGraphicsCaptureItem, 0x79c3f95b, 0x31f7, 0x4ec2, 0xa4, 0x64, 0x63, 0x2e, 0xf5, 0xd3, 0x07, 0x60);
DEFINE_GUID(PUBLISHED_IDirect3D11CaptureFramePoolStatics2, 0x589b103f, 0x6bbc, 0x5df5, 0xa9, 0x91, 0x02, 0xe2, 0x8b, 0x3b, 0x66, 0xd5);
DEFINE_GUID(PUBLISHED_IDirect3D11CaptureFramePool, 0x24eb6d22, 0x1975, 0x422e, 0x82, 0xe7, 0x78, 0x0d, 0xbd, 0x8d, 0xdf, 0x24);
DEFINE_GUID(PUBLISHED_IDirect3D11CaptureFrame, 0xfa50c623, 0x38da, 0x4b32, 0xac, 0xf3, 0xfa, 0x97, 0x34, 0xad, 0x80, 0x0e);
DEFINE_GUID(PUBLISHED_IGraphicsCaptureSession, 0x814e42a9, 0xf70f, 0x4ad7, 0x93, 0x9b, 0xfd, 0xdc, 0xc6, 0xeb, 0x88, 0x0d);
DEFINE_GUID(PUBLISHED_IGraphicsCaptureSession2, 0x2c39ae40, 0x7d2e, 0x5044, 0x80, 0x4e, 0x8b, 0x67, 0x99, 0xd4, 0xcf, 0x9e);
DEFINE_GUID(PUBLISHED_IGraphicsCaptureSession3, 0xf2cdd966, 0x22ae, 0x5ea1, 0x95, 0x96, 0x3a, 0x28, 0x93, 0x44, 0xc3, 0xbe);
DEFINE_GUID(PUBLISHED_IDirect3DDxgiInterfaceAccess, 0xa9b3d012, 0x3df2, 0x4ee3, 0xb8, 0xd1, 0x86, 0x95, 0xf4, 0x57, 0xd3, 0xc1);
DEFINE_GUID(PUBLISHED_FrameArrivedHandler, 0x51a947f7, 0x79cf, 0x5a3e, 0xa3, 0xa5, 0x12, 0x89, 0xcf, 0xa6, 0xdf, 0xe8);
DEFINE_GUID(PUBLISHED_ClosedHandler, 0xe9c610c0, 0xa68c, 0x5bd9, 0x80, 0x21, 0x85, 0x89, 0x34, 0x6e, 0xee, 0xe2);

int main(void)
{
    ORACLE_BEGIN();
    SLOT(IGraphicsCaptureItemInterop, CreateForWindow);
    SLOT(IGraphicsCaptureItemInterop, CreateForMonitor);
    SLOT(IGraphicsCaptureItem, get_Size);
    SLOT(IGraphicsCaptureItem, add_Closed);
    SLOT(IGraphicsCaptureItem, remove_Closed);
    SLOT(IDirect3D11CaptureFramePoolStatics2, CreateFreeThreaded);
    SLOT(IDirect3D11CaptureFramePool, Recreate);
    SLOT(IDirect3D11CaptureFramePool, TryGetNextFrame);
    SLOT(IDirect3D11CaptureFramePool, add_FrameArrived);
    SLOT(IDirect3D11CaptureFramePool, remove_FrameArrived);
    SLOT(IDirect3D11CaptureFramePool, CreateCaptureSession);
    SLOT(IDirect3D11CaptureFrame, get_Surface);
    SLOT(IDirect3D11CaptureFrame, get_SystemRelativeTime);
    SLOT(IDirect3D11CaptureFrame, get_ContentSize);
    SLOT(IGraphicsCaptureSession, StartCapture);
    SLOT(IGraphicsCaptureSession2, put_IsCursorCaptureEnabled);
    SLOT(IGraphicsCaptureSession3, put_IsBorderRequired);
    SLOT(IDirect3DDxgiInterfaceAccess, GetInterface);
    SLOT(IClosable, Close);

    GUID(WinRtIds, IGraphicsCaptureItemInterop, PUBLISHED_IGraphicsCaptureItemInterop);
    GUID(WinRtIds, IGraphicsCaptureItem, PUBLISHED_IGraphicsCaptureItem);
    GUID(WinRtIds, IDirect3D11CaptureFramePoolStatics2, PUBLISHED_IDirect3D11CaptureFramePoolStatics2);
    GUID(WinRtIds, IDirect3D11CaptureFramePool, PUBLISHED_IDirect3D11CaptureFramePool);
    GUID(WinRtIds, IDirect3D11CaptureFrame, PUBLISHED_IDirect3D11CaptureFrame);
    GUID(WinRtIds, IGraphicsCaptureSession, PUBLISHED_IGraphicsCaptureSession);
    GUID(WinRtIds, IGraphicsCaptureSession2, PUBLISHED_IGraphicsCaptureSession2);
    GUID(WinRtIds, IGraphicsCaptureSession3, PUBLISHED_IGraphicsCaptureSession3);
    GUID(WinRtIds, IDirect3DDxgiInterfaceAccess, PUBLISHED_IDirect3DDxgiInterfaceAccess);
    GUID(WinRtIds, IClosable, IID___x_ABI_CWindows_CFoundation_CIClosable);
    GUID(WinRtIds, IUnknown, IID_IUnknown);
    GUID(WinRtIds, IAgileObject, IID_IAgileObject);
    GUID(WinRtIds, FrameArrivedHandler, PUBLISHED_FrameArrivedHandler);
    GUID(WinRtIds, ClosedHandler, PUBLISHED_ClosedHandler);

    STRUCT(SizeInt32);
    FIELD(SizeInt32, Width);
    FIELD(SizeInt32, Height);
    return 0;
}
