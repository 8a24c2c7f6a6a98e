using System.Runtime.InteropServices;

namespace Oriel.Memory.Windows.Native;

/// <summary>Keeps a handle from being closed (and its number reused) during one native call.</summary>
internal readonly ref struct HandleUse
{
    private readonly SafeHandle? _handle;

    public HandleUse(SafeHandle handle)
    {
        var added = false;
        handle.DangerousAddRef(ref added);
        _handle = handle;
        Value = handle.DangerousGetHandle();
    }

    public nint Value { get; }

    public void Dispose() => _handle?.DangerousRelease();
}
