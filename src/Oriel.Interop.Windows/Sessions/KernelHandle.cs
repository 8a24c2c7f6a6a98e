using Microsoft.Win32.SafeHandles;

namespace Oriel.Interop.Windows.Sessions;

/// <summary>A handle that CloseHandle closes: token, process, job, power request.</summary>
internal sealed class KernelHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public KernelHandle(nint value)
        : base(ownsHandle: true) => SetHandle(value);

    protected override bool ReleaseHandle() => SessionApi.CloseHandle(handle) != 0;
}
