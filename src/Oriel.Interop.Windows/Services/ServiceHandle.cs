using Microsoft.Win32.SafeHandles;

namespace Oriel.Interop.Windows.Services;

/// <summary>A handle of the service manager or of a service.</summary>
internal sealed class ServiceHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ServiceHandle(nint value)
        : base(ownsHandle: true) => SetHandle(value);

    protected override bool ReleaseHandle() => ServiceApi.CloseServiceHandle(handle) != 0;
}
