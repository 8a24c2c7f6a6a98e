using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>An NT handle to a texture or a fence that another device may open. Closing it ends neither.</summary>
public sealed partial class SharedGpuHandle : SafeHandle
{
    /// <summary>Takes over a handle.</summary>
    public SharedGpuHandle(nint value)
        : base(0, ownsHandle: true)
    {
        SetHandle(value);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle is 0 or -1;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => !OperatingSystem.IsWindows() || CloseHandle(handle) != 0;

    [LibraryImport(WindowsLibraries.Kernel32)]
    private static partial int CloseHandle(nint handle);
}
