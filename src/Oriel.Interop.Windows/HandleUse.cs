using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows;

/// <summary>Keeps a handle open for the length of a call: a SafeHandle's raw value, counted.</summary>
internal readonly ref struct HandleUse
{
    private readonly SafeHandle _handle;

    public HandleUse(SafeHandle handle)
    {
        _handle = handle;
        var added = false;
        handle.DangerousAddRef(ref added);
    }

    /// <summary>The raw handle.</summary>
    public nint Value => _handle.DangerousGetHandle();

    public void Dispose() => _handle.DangerousRelease();
}
