using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>kernel32's part of waiting in a message loop, native spelling.</summary>
internal static unsafe partial class Kernel32
{
    [LibraryImport(WindowsLibraries.Kernel32)]
    public static partial nint CreateWaitableTimerExW(void* attributes, char* name, uint flags, uint access);

    [LibraryImport(WindowsLibraries.Kernel32)]
    public static partial int SetWaitableTimer(nint timer, long* dueTime, int period, void* completionRoutine, void* argument, int resume);

    [LibraryImport(WindowsLibraries.Kernel32)]
    public static partial int CloseHandle(nint handle);
}
