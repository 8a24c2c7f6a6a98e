using System.Runtime.InteropServices;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>The events the product's flags are made of: what SetEventOnCompletion is given.</summary>
internal static unsafe partial class FakeEvents
{
    /// <summary>Sets it: an event of Windows, an eventfd elsewhere.</summary>
    public static void Set(nint handle)
    {
        if (OperatingSystem.IsWindows())
        {
            _ = SetEvent(handle);
            return;
        }

        ulong one = 1;
        _ = Write((int)handle, &one, sizeof(ulong));
    }

    [LibraryImport("kernel32.dll")]
    private static partial int SetEvent(nint handle);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, void* data, nuint count);
}
