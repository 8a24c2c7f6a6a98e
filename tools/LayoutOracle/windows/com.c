#include "oracle.h"
#include <unknwn.h>
#include <dxgi1_6.h>

int main(void)
{
    ORACLE_BEGIN();
    SLOT(IUnknown, QueryInterface);
    SLOT(IUnknown, AddRef);
    SLOT(IUnknown, Release);

    STRUCT(RECT);
    FIELD(RECT, left);
    FIELD(RECT, top);
    FIELD(RECT, right);
    FIELD(RECT, bottom);
    STRUCT(POINT);
    FIELD(POINT, x);
    FIELD(POINT, y);
    STRUCT(LUID);
    FIELD(LUID, LowPart);
    FIELD(LUID, HighPart);

    CONSTANT(HResultCodes, Ok, S_OK);
    CONSTANT(HResultCodes, False, S_FALSE);
    CONSTANT(HResultCodes, NotImplemented, E_NOTIMPL);
    CONSTANT(HResultCodes, NoInterface, E_NOINTERFACE);
    CONSTANT(HResultCodes, InvalidPointer, E_POINTER);
    CONSTANT(HResultCodes, Aborted, E_ABORT);
    CONSTANT(HResultCodes, Failed, E_FAIL);
    CONSTANT(HResultCodes, Unexpected, E_UNEXPECTED);
    CONSTANT(HResultCodes, AccessDenied, E_ACCESSDENIED);
    CONSTANT(HResultCodes, InvalidHandle, E_HANDLE);
    CONSTANT(HResultCodes, OutOfMemory, E_OUTOFMEMORY);
    CONSTANT(HResultCodes, InvalidArgument, E_INVALIDARG);
    CONSTANT(HResultCodes, ClassNotRegistered, REGDB_E_CLASSNOTREG);
    CONSTANT(HResultCodes, InvalidCall, DXGI_ERROR_INVALID_CALL);
    CONSTANT(HResultCodes, NotFound, DXGI_ERROR_NOT_FOUND);
    CONSTANT(HResultCodes, MoreData, DXGI_ERROR_MORE_DATA);
    CONSTANT(HResultCodes, Unsupported, DXGI_ERROR_UNSUPPORTED);
    CONSTANT(HResultCodes, DeviceRemoved, DXGI_ERROR_DEVICE_REMOVED);
    CONSTANT(HResultCodes, DeviceHung, DXGI_ERROR_DEVICE_HUNG);
    CONSTANT(HResultCodes, DeviceReset, DXGI_ERROR_DEVICE_RESET);
    CONSTANT(HResultCodes, WasStillDrawing, DXGI_ERROR_WAS_STILL_DRAWING);
    CONSTANT(HResultCodes, DriverInternalError, DXGI_ERROR_DRIVER_INTERNAL_ERROR);
    CONSTANT(HResultCodes, NotCurrentlyAvailable, DXGI_ERROR_NOT_CURRENTLY_AVAILABLE);
    CONSTANT(HResultCodes, ModeChangeInProgress, DXGI_ERROR_MODE_CHANGE_IN_PROGRESS);
    CONSTANT(HResultCodes, AccessLost, DXGI_ERROR_ACCESS_LOST);
    CONSTANT(HResultCodes, WaitTimeout, DXGI_ERROR_WAIT_TIMEOUT);
    CONSTANT(HResultCodes, SessionDisconnected, DXGI_ERROR_SESSION_DISCONNECTED);
    CONSTANT(HResultCodes, CannotProtectContent, DXGI_ERROR_CANNOT_PROTECT_CONTENT);
    CONSTANT(HResultCodes, DxgiAccessDenied, DXGI_ERROR_ACCESS_DENIED);
    CONSTANT(HResultCodes, SdkComponentMissing, DXGI_ERROR_SDK_COMPONENT_MISSING);
    return 0;
}
