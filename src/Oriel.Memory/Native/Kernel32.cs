using System.Runtime.InteropServices;

namespace Oriel.Memory.Native;

/// <summary>The few functions of Windows this room needs, with native spelling.</summary>
internal static unsafe partial class Kernel32
{
    public const uint WAIT_OBJECT_0 = 0;
    public const uint WAIT_TIMEOUT = 258;
    public const uint INFINITE = 0xFFFFFFFF;
    public const uint CREATE_WAITABLE_TIMER_HIGH_RESOLUTION = 2;
    public const uint TIMER_ALL_ACCESS = 0x1F0003;

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial nint CreateEventW(void* attributes, int manualReset, int initialState, char* name);

    [LibraryImport(Libraries.Kernel32)]
    public static partial int SetEvent(nint handle);

    [LibraryImport(Libraries.Kernel32)]
    public static partial int ResetEvent(nint handle);

    [LibraryImport(Libraries.Kernel32)]
    public static partial int CloseHandle(nint handle);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial uint WaitForSingleObject(nint handle, uint milliseconds);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial uint WaitForMultipleObjects(uint count, nint* handles, int waitAll, uint milliseconds);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial nint CreateWaitableTimerExW(void* attributes, char* name, uint flags, uint access);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial int SetWaitableTimer(nint timer, long* dueTime, int period, void* completionRoutine, void* argument, int resume);
}
