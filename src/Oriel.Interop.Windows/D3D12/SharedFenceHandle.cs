using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>An NT handle to a fence that another device may open. Closing it does not end the fence.</summary>
public sealed partial class SharedFenceHandle : SafeHandle
{
    /// <summary>Takes a handle over.</summary>
    internal SharedFenceHandle(nint value)
        : base(0, ownsHandle: true)
    {
        SetHandle(value);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle is 0 or -1;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => !OperatingSystem.IsWindows() || CloseHandle(handle) != 0;

    [LibraryImport(WindowsLibraries.Kernel32)]
    private static partial int CloseHandle(nint value);
}
