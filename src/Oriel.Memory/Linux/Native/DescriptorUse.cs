using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory.Linux.Native;

/// <summary>Keeps a handle's descriptor from being closed (and its number reused) during one native call.</summary>
internal readonly ref struct DescriptorUse
{
    private readonly SafeFileHandle? _handle;

    public DescriptorUse(SafeFileHandle handle)
    {
        var added = false;
        handle.DangerousAddRef(ref added);
        _handle = handle;
        Descriptor = (int)handle.DangerousGetHandle();
    }

    public int Descriptor { get; }

    /// <summary>Also of a value that nothing was put into.</summary>
    public void Dispose() => _handle?.DangerousRelease();
}
