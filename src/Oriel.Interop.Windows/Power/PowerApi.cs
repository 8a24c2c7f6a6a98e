using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Power;

/// <summary>Functions of power requests, with native spelling.</summary>
internal static unsafe partial class PowerApi
{
    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial nint PowerCreateRequest(REASON_CONTEXT* context);

    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial int PowerSetRequest(nint request, int type);

    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial int PowerClearRequest(nint request, int type);
}
