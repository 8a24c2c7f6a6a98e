namespace Oriel.Interop.Windows.Com;

/// <summary>Answers of COM, DXGI and Direct3D calls that mean something to us. Checked by the layout oracle.</summary>
public static class HResultCodes
{
    public const int Ok = 0;
    public const int False = 1;
    public const int NotImplemented = unchecked((int)0x80004001);
    public const int NoInterface = unchecked((int)0x80004002);
    public const int InvalidPointer = unchecked((int)0x80004003);
    public const int Aborted = unchecked((int)0x80004004);
    public const int Failed = unchecked((int)0x80004005);
    public const int Unexpected = unchecked((int)0x8000FFFF);
    public const int AccessDenied = unchecked((int)0x80070005);
    public const int InvalidHandle = unchecked((int)0x80070006);
    public const int OutOfMemory = unchecked((int)0x8007000E);
    public const int InvalidArgument = unchecked((int)0x80070057);
    public const int ClassNotRegistered = unchecked((int)0x80040154);
    public const int InvalidCall = unchecked((int)0x887A0001);
    public const int NotFound = unchecked((int)0x887A0002);
    public const int MoreData = unchecked((int)0x887A0003);
    public const int Unsupported = unchecked((int)0x887A0004);
    public const int DeviceRemoved = unchecked((int)0x887A0005);
    public const int DeviceHung = unchecked((int)0x887A0006);
    public const int DeviceReset = unchecked((int)0x887A0007);
    public const int WasStillDrawing = unchecked((int)0x887A000A);
    public const int DriverInternalError = unchecked((int)0x887A0020);
    public const int NotCurrentlyAvailable = unchecked((int)0x887A0022);
    public const int AccessLost = unchecked((int)0x887A0026);
    public const int WaitTimeout = unchecked((int)0x887A0027);
    public const int SessionDisconnected = unchecked((int)0x887A0028);
    public const int CannotProtectContent = unchecked((int)0x887A002A);
    public const int DxgiAccessDenied = unchecked((int)0x887A002B);
    public const int ModeChangeInProgress = unchecked((int)0x887A0025);
    public const int SdkComponentMissing = unchecked((int)0x887A002D);

    internal static string? NameOf(int value) => value switch
    {
        Ok => "S_OK",
        False => "S_FALSE",
        NotImplemented => "E_NOTIMPL",
        NoInterface => "E_NOINTERFACE",
        InvalidPointer => "E_POINTER",
        Aborted => "E_ABORT",
        Failed => "E_FAIL",
        Unexpected => "E_UNEXPECTED",
        AccessDenied => "E_ACCESSDENIED",
        InvalidHandle => "E_HANDLE",
        OutOfMemory => "E_OUTOFMEMORY",
        InvalidArgument => "E_INVALIDARG",
        ClassNotRegistered => "REGDB_E_CLASSNOTREG",
        InvalidCall => "DXGI_ERROR_INVALID_CALL",
        NotFound => "DXGI_ERROR_NOT_FOUND",
        MoreData => "DXGI_ERROR_MORE_DATA",
        Unsupported => "DXGI_ERROR_UNSUPPORTED",
        DeviceRemoved => "DXGI_ERROR_DEVICE_REMOVED",
        DeviceHung => "DXGI_ERROR_DEVICE_HUNG",
        DeviceReset => "DXGI_ERROR_DEVICE_RESET",
        WasStillDrawing => "DXGI_ERROR_WAS_STILL_DRAWING",
        DriverInternalError => "DXGI_ERROR_DRIVER_INTERNAL_ERROR",
        NotCurrentlyAvailable => "DXGI_ERROR_NOT_CURRENTLY_AVAILABLE",
        AccessLost => "DXGI_ERROR_ACCESS_LOST",
        WaitTimeout => "DXGI_ERROR_WAIT_TIMEOUT",
        SessionDisconnected => "DXGI_ERROR_SESSION_DISCONNECTED",
        CannotProtectContent => "DXGI_ERROR_CANNOT_PROTECT_CONTENT",
        DxgiAccessDenied => "DXGI_ERROR_ACCESS_DENIED",
        ModeChangeInProgress => "DXGI_ERROR_MODE_CHANGE_IN_PROGRESS",
        SdkComponentMissing => "DXGI_ERROR_SDK_COMPONENT_MISSING",
        _ => null,
    };
}
