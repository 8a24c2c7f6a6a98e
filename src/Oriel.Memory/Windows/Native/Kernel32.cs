using System.Runtime.InteropServices;

namespace Oriel.Memory.Windows.Native;

/// <summary>The few functions of Windows this room needs, with native spelling.</summary>
internal static unsafe partial class Kernel32
{
    public const uint WAIT_OBJECT_0 = 0;
    public const uint WAIT_TIMEOUT = 258;
    public const uint INFINITE = 0xFFFFFFFF;
    public const uint CREATE_WAITABLE_TIMER_HIGH_RESOLUTION = 2;
    public const uint TIMER_ALL_ACCESS = 0x1F0003;

    public const uint GENERIC_READ = 0x80000000;
    public const uint GENERIC_WRITE = 0x40000000;
    public const uint FILE_READ_ATTRIBUTES = 0x80;
    public const uint FILE_SHARE_READ = 1;
    public const uint FILE_SHARE_WRITE = 2;
    public const uint FILE_SHARE_DELETE = 4;
    public const uint CREATE_NEW = 1;
    public const uint OPEN_EXISTING = 3;
    public const uint FILE_ATTRIBUTE_DIRECTORY = 0x10;
    public const uint FILE_ATTRIBUTE_TEMPORARY = 0x100;
    public const uint FILE_ATTRIBUTE_REPARSE_POINT = 0x400;
    public const uint INVALID_FILE_ATTRIBUTES = 0xFFFFFFFF;
    public const uint FILE_FLAG_BACKUP_SEMANTICS = 0x02000000;
    public const uint FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000;
    public const uint FILE_TYPE_DISK = 1;
    public const uint FILE_TYPE_CHAR = 2;
    public const uint FILE_TYPE_PIPE = 3;
    public const uint MOVEFILE_REPLACE_EXISTING = 1;
    public const uint FILE_BEGIN = 0;
    public const nint INVALID_HANDLE_VALUE = -1;

    public const uint PAGE_READONLY = 2;
    public const uint PAGE_READWRITE = 4;
    public const uint FILE_MAP_WRITE = 2;
    public const uint FILE_MAP_READ = 4;

    public const int ERROR_FILE_NOT_FOUND = 2;
    public const int ERROR_PATH_NOT_FOUND = 3;
    public const int ERROR_ACCESS_DENIED = 5;
    public const int ERROR_INVALID_DRIVE = 15;
    public const int ERROR_SHARING_VIOLATION = 32;
    public const int ERROR_NOT_READY = 21;
    public const int ERROR_BAD_LENGTH = 24;
    public const int ERROR_LOCK_VIOLATION = 33;
    public const int ERROR_BAD_NETPATH = 53;
    public const int ERROR_DEV_NOT_EXIST = 55;
    public const int ERROR_FILE_EXISTS = 80;
    public const int ERROR_ALREADY_ASSIGNED = 85;
    public const int ERROR_INVALID_PARAMETER = 87;
    public const int ERROR_INSUFFICIENT_BUFFER = 122;
    public const int ERROR_INVALID_NAME = 123;
    public const int ERROR_BAD_PATHNAME = 161;
    public const int ERROR_BUSY = 170;
    public const int ERROR_ALREADY_EXISTS = 183;
    public const int ERROR_NO_SUCH_DEVICE = 433;
    public const int ERROR_OPERATION_ABORTED = 995;
    public const int ERROR_DEVICE_NOT_CONNECTED = 1167;
    public const int ERROR_DEVICE_REMOVED = 1617;
    public const int ERROR_INVALID_USER_BUFFER = 1784;
    public const int ERROR_DEVICE_IN_USE = 2404;

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial int DeviceIoControl(nint device, uint code, byte* input, uint inputBytes, byte* output, uint outputBytes, uint* returned, void* overlapped);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial nint CreateFileW(char* name, uint access, uint share, void* attributes, uint disposition, uint flags, nint template);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial int GetFileInformationByHandle(nint file, FileInformation* information);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial uint GetFileType(nint file);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial uint GetFileAttributesW(char* name);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial int SetFilePointerEx(nint file, long distance, long* position, uint method);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial int SetEndOfFile(nint file);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial int MoveFileExW(char* from, char* to, uint flags);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial int DeleteFileW(char* name);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial nint CreateFileMappingW(nint file, void* attributes, uint protection, uint sizeHigh, uint sizeLow, char* name);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial void* MapViewOfFile(nint mapping, uint access, uint offsetHigh, uint offsetLow, nuint bytes);

    [LibraryImport(Libraries.Kernel32, SetLastError = true)]
    public static partial int UnmapViewOfFile(void* address);

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
