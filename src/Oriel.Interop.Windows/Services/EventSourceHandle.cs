using Microsoft.Win32.SafeHandles;

namespace Oriel.Interop.Windows.Services;

/// <summary>A handle of an event source.</summary>
internal sealed class EventSourceHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public EventSourceHandle(nint value)
        : base(ownsHandle: true) => SetHandle(value);

    protected override bool ReleaseHandle() => ServiceApi.DeregisterEventSource(handle) != 0;
}
