using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>The functions of SDL 2.26 this program calls, as SDL declares them. SDL_bool is an int.</summary>
internal static unsafe partial class SdlNative
{
    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_Init(uint flags);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_Quit();

    [LibraryImport(Libraries.Sdl2)]
    public static partial byte* SDL_GetError();

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_GetVersion(SDL_version* version);

    [LibraryImport(Libraries.Sdl2, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SDL_SetHintWithPriority(string name, string value, int priority);

    [LibraryImport(Libraries.Sdl2)]
    public static partial byte* SDL_GetCurrentVideoDriver();

    [LibraryImport(Libraries.Sdl2)]
    public static partial byte* SDL_GetVideoDriver(int index);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_GetNumVideoDrivers();

    [LibraryImport(Libraries.Sdl2, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint SDL_CreateWindow(string title, int x, int y, int w, int h, uint flags);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_DestroyWindow(nint window);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_ShowWindow(nint window);

    [LibraryImport(Libraries.Sdl2, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SDL_SetWindowTitle(nint window, string title);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_SetWindowSize(nint window, int w, int h);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_SetWindowPosition(nint window, int x, int y);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_GetWindowPosition(nint window, int* x, int* y);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_SetWindowMinimumSize(nint window, int w, int h);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_GetWindowSize(nint window, int* w, int* h);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_GetWindowSizeInPixels(nint window, int* w, int* h);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_GetWindowBordersSize(nint window, int* top, int* left, int* bottom, int* right);

    [LibraryImport(Libraries.Sdl2)]
    public static partial uint SDL_GetWindowFlags(nint window);

    [LibraryImport(Libraries.Sdl2)]
    public static partial uint SDL_GetWindowID(nint window);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_SetWindowFullscreen(nint window, uint flags);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_SetWindowBordered(nint window, int bordered);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_GetWindowWMInfo(nint window, SDL_SysWMinfo* info);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_GetWindowDisplayIndex(nint window);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_GetDisplayUsableBounds(int display, SDL_Rect* bounds);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_GetDisplayDPI(int display, float* diagonal, float* horizontal, float* vertical);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_ShowCursor(int toggle);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_StopTextInput();

    [LibraryImport(Libraries.Sdl2)]
    public static partial uint SDL_RegisterEvents(int count);

    [LibraryImport(Libraries.Sdl2)]
    public static partial byte SDL_EventState(uint type, int state);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_SetEventFilter(delegate* unmanaged[Cdecl]<nint, SDL_Event*, int> filter, nint context);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_PushEvent(SDL_Event* e);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_WaitEvent(SDL_Event* e);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_WaitEventTimeout(SDL_Event* e, int timeout);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_GetModState();

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_SetModState(int state);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_SetRelativeMouseMode(int enabled);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_SetWindowMouseGrab(nint window, int grabbed);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_SetWindowKeyboardGrab(nint window, int grabbed);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_WarpMouseInWindow(nint window, int x, int y);

    [LibraryImport(Libraries.Sdl2)]
    public static partial nint SDL_CreateRGBSurfaceWithFormatFrom(void* pixels, int width, int height, int depth, int pitch, uint format);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_FreeSurface(nint surface);

    [LibraryImport(Libraries.Sdl2)]
    public static partial nint SDL_CreateColorCursor(nint surface, int hotX, int hotY);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_FreeCursor(nint cursor);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_SetCursor(nint cursor);

    [LibraryImport(Libraries.Sdl2)]
    public static partial nint SDL_GetDefaultCursor();

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_EnableScreenSaver();

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_DisableScreenSaver();

    [LibraryImport(Libraries.Sdl2, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SDL_setenv(string name, string value, int overwrite);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_FlashWindow(nint window, int operation);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_free(nint memory);

    [LibraryImport(Libraries.WaylandClient)]
    public static partial int wl_display_get_error(nint display);
}
