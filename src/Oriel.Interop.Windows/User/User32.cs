using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>user32, native spelling.</summary>
internal static unsafe partial class User32
{
    public const int SM_XVIRTUALSCREEN = 76;
    public const int SM_YVIRTUALSCREEN = 77;
    public const int SM_CXVIRTUALSCREEN = 78;
    public const int SM_CYVIRTUALSCREEN = 79;
    public const int UOI_NAME = 2;
    public const uint MAXIMUM_ALLOWED = 0x02000000;
    public const uint ENUM_CURRENT_SETTINGS = 0xFFFFFFFF;
    public const uint CDS_TEST = 2;
    public const int DISP_CHANGE_SUCCESSFUL = 0;
    public const uint CURSOR_SHOWING = 1;
    public const uint CURSOR_SUPPRESSED = 2;
    public const nint IDC_ARROW = 32512;
    public const uint EVENT_OBJECT_SHOW = 0x8002;
    public const uint EVENT_OBJECT_HIDE = 0x8003;
    public const uint EVENT_OBJECT_LOCATIONCHANGE = 0x800B;
    public const uint EVENT_OBJECT_NAMECHANGE = 0x800C;
    public const uint WINEVENT_OUTOFCONTEXT = 0;
    public const int OBJID_CURSOR = -9;
    public const uint QS_ALLINPUT = 0x1CFF;
    public const uint MWMO_INPUTAVAILABLE = 4;
    public const uint PM_REMOVE = 1;
    public const nint HWND_MESSAGE = -3;
    public const uint HSHELL_FLASH = 0x8006;
    public const uint INPUT_MOUSE = 0;
    public const uint MOUSEEVENTF_MOVE = 1;
    public const uint MOUSEEVENTF_VIRTUALDESK = 0x4000;
    public const uint MOUSEEVENTF_ABSOLUTE = 0x8000;
    public const nint DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2 = -4;

    [LibraryImport(WindowsLibraries.User32)]
    public static partial nint GetDC(nint window);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int ReleaseDC(nint window, nint context);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int GetSystemMetrics(int index);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial int EnumDisplayDevicesW(char* device, uint index, DISPLAY_DEVICEW* display, uint flags);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial int EnumDisplaySettingsExW(char* device, uint mode, DEVMODEW* settings, uint flags);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int ChangeDisplaySettingsExW(char* device, DEVMODEW* settings, nint window, uint flags, void* parameter);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial nint OpenInputDesktop(uint flags, int inherit, uint access);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial int SetThreadDesktop(nint desktop);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial nint GetThreadDesktop(uint thread);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int CloseDesktop(nint desktop);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial int GetUserObjectInformationW(nint handle, int index, void* information, uint bytes, uint* needed);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial int GetCursorInfo(CURSORINFO* information);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial int GetIconInfo(nint icon, ICONINFO* information);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial nint CreateIconIndirect(ICONINFO* information);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int DestroyCursor(nint cursor);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial nint LoadCursorW(nint instance, nint name);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial int SetCursorPos(int x, int y);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial uint SendInput(uint count, INPUT* inputs, int bytes);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial nint SetWinEventHook(uint first, uint last, nint module, delegate* unmanaged<nint, uint, nint, int, int, uint, uint, void> callback, uint process, uint thread, uint flags);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int UnhookWinEvent(nint hook);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial uint MsgWaitForMultipleObjectsEx(uint count, nint* handles, uint milliseconds, uint wakeMask, uint flags);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int PeekMessageW(MSG* message, nint window, uint first, uint last, uint remove);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial nint DispatchMessageW(MSG* message);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial nint CreateWindowExW(uint extendedStyle, char* className, char* title, uint style, int x, int y, int width, int height, nint parent, nint menu, nint instance, void* parameter);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int DestroyWindow(nint window);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int RegisterShellHookWindow(nint window);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int DeregisterShellHookWindow(nint window);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial uint RegisterWindowMessageW(char* name);

    [LibraryImport(WindowsLibraries.User32)]
    public static partial int GetLastInputInfo(LASTINPUTINFO* information);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial int SetProcessDpiAwarenessContext(nint context);

    [LibraryImport(WindowsLibraries.User32, SetLastError = true)]
    public static partial int SetProcessDPIAware();

    [LibraryImport(WindowsLibraries.Kernel32)]
    public static partial uint GetCurrentThreadId();
}
