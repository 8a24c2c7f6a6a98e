using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux;

/// <summary>Leaves the process when native libraries can no longer be trusted to run their exit code.</summary>
public static partial class ProcessEnd
{
    /// <summary>Ends at once with this status: no finalizers, no exit handlers, nothing flushed.</summary>
    public static void Now(int status) => Exit(status);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int status);
}
