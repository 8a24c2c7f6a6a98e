using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Services;

/// <summary>Functions of the service manager and the event log, with native spelling.</summary>
internal static unsafe partial class ServiceApi
{
    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial nint OpenSCManagerW(char* machine, char* database, uint access);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial nint CreateServiceW(nint manager, char* name, char* displayName, uint access, uint type, uint start, uint errorControl, char* path, char* group, uint* tag, char* dependencies, char* account, char* password);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial nint OpenServiceW(nint manager, char* name, uint access);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int ChangeServiceConfigW(nint service, uint type, uint start, uint errorControl, char* path, char* group, uint* tag, char* dependencies, char* account, char* password, char* displayName);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int ChangeServiceConfig2W(nint service, uint level, void* info);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int QueryServiceConfigW(nint service, QUERY_SERVICE_CONFIGW* config, uint size, uint* needed);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int StartServiceW(nint service, uint count, char** arguments);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int ControlService(nint service, uint control, SERVICE_STATUS* status);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int QueryServiceStatusEx(nint service, int level, void* buffer, uint size, uint* needed);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int DeleteService(nint service);

    [LibraryImport(WindowsLibraries.AdvApi32)]
    public static partial int CloseServiceHandle(nint handle);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int StartServiceCtrlDispatcherW(SERVICE_TABLE_ENTRYW* table);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial nint RegisterServiceCtrlHandlerExW(char* name, delegate* unmanaged<uint, uint, void*, void*, uint> handler, void* context);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int SetServiceStatus(nint statusHandle, SERVICE_STATUS* status);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial nint RegisterEventSourceW(char* server, char* source);

    [LibraryImport(WindowsLibraries.AdvApi32, SetLastError = true)]
    public static partial int ReportEventW(nint log, ushort type, ushort category, uint id, void* user, ushort stringCount, uint dataBytes, char** strings, void* data);

    [LibraryImport(WindowsLibraries.AdvApi32)]
    public static partial int DeregisterEventSource(nint log);
}
