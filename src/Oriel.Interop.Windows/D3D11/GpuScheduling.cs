using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>Rank of this process at the GPU.</summary>
public static unsafe partial class GpuScheduling
{
    private const nint CurrentProcess = -1;

    /// <summary>Asks for a rank; false when this account may not have it, or the system does not know the request.</summary>
    public static bool TrySetProcessPriority(GpuPriorityClass priority)
    {
        try
        {
            // An NTSTATUS: negative = refused.
            return D3DKMTSetProcessSchedulingPriorityClass(CurrentProcess, (int)priority) >= 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport(WindowsLibraries.Gdi32)]
    private static partial int D3DKMTSetProcessSchedulingPriorityClass(nint process, int priority);
}
