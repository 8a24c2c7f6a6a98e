using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Sessions;

/// <summary>Functions of tokens, sessions, jobs and processes, with native spelling.</summary>
internal static unsafe partial class SessionApi
{
    [LibraryImport(WindowsLibraries.Kernel32)]
    public static partial uint WTSGetActiveConsoleSessionId();

    [LibraryImport(WindowsLibraries.WtsApi32, SetLastError = true)]
    public static partial int WTSQueryUserToken(uint session, nint* token);

    [LibraryImport(WindowsLibraries.WtsApi32, SetLastError = true)]
    public static partial int WTSEnumerateSessionsW(nint server, uint reserved, uint version, WTS_SESSION_INFOW** sessions, uint* count);

    [LibraryImport(WindowsLibraries.WtsApi32, SetLastError = true)]
    public static partial int WTSQuerySessionInformationW(nint server, uint session, int infoClass, void** buffer, uint* bytes);

    [LibraryImport(WindowsLibraries.WtsApi32)]
    public static partial void WTSFreeMemory(void* memory);

    [LibraryImport(WindowsLibraries.Kernel32)]
    public static partial nint GetCurrentProcess();

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int OpenProcessToken(nint process, uint access, nint* token);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int DuplicateTokenEx(nint token, uint access, void* attributes, int level, int type, nint* duplicate);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int SetTokenInformation(nint token, int infoClass, void* info, uint bytes);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int GetTokenInformation(nint token, int infoClass, void* info, uint bytes, uint* needed);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int CreateProcessAsUserW(nint token, char* application, char* commandLine, void* processAttributes, void* threadAttributes, int inheritHandles, uint flags, void* environment, char* folder, STARTUPINFOW* startup, PROCESS_INFORMATION* process);

    [LibraryImport(WindowsLibraries.UserEnv, SetLastError = true)]
    public static partial int CreateEnvironmentBlock(void** environment, nint token, int inherit);

    [LibraryImport(WindowsLibraries.UserEnv)]
    public static partial int DestroyEnvironmentBlock(void* environment);

    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial uint ResumeThread(nint thread);

    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial int GetExitCodeProcess(nint process, uint* exitCode);

    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial int TerminateProcess(nint process, uint exitCode);

    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial uint WaitForSingleObject(nint handle, uint milliseconds);

    [LibraryImport(WindowsLibraries.Kernel32)]
    public static partial int CloseHandle(nint handle);

    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial nint CreateJobObjectW(void* attributes, char* name);

    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial int SetInformationJobObject(nint job, int infoClass, void* info, uint bytes);

    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial int AssignProcessToJobObject(nint job, nint process);
}
