// flags: -I/usr/include/SDL2
#include <SDL.h>
#include <SDL_syswm.h>
#include "oracle.h"

/* A member of the union, flattened in C#. */
#define MEMBER(type, name, path) printf("field " #type " " #name " %zu %zu\n", offsetof(type, path), sizeof(((type *)0)->path))

int main(void)
{
    STRUCT(SDL_Event);
    FIELD(SDL_Event, type);
    FIELD(SDL_Event, window);
    FIELD(SDL_Event, key);
    FIELD(SDL_Event, user);
    STRUCT(SDL_WindowEvent);
    FIELD(SDL_WindowEvent, type);
    FIELD(SDL_WindowEvent, timestamp);
    FIELD(SDL_WindowEvent, windowID);
    FIELD(SDL_WindowEvent, event);
    FIELD(SDL_WindowEvent, padding1);
    FIELD(SDL_WindowEvent, padding2);
    FIELD(SDL_WindowEvent, padding3);
    FIELD(SDL_WindowEvent, data1);
    FIELD(SDL_WindowEvent, data2);
    STRUCT(SDL_Keysym);
    FIELD(SDL_Keysym, scancode);
    FIELD(SDL_Keysym, sym);
    FIELD(SDL_Keysym, mod);
    FIELD(SDL_Keysym, unused);
    STRUCT(SDL_KeyboardEvent);
    FIELD(SDL_KeyboardEvent, type);
    FIELD(SDL_KeyboardEvent, timestamp);
    FIELD(SDL_KeyboardEvent, windowID);
    FIELD(SDL_KeyboardEvent, state);
    FIELD(SDL_KeyboardEvent, repeat);
    FIELD(SDL_KeyboardEvent, padding2);
    FIELD(SDL_KeyboardEvent, padding3);
    FIELD(SDL_KeyboardEvent, keysym);
    STRUCT(SDL_UserEvent);
    FIELD(SDL_UserEvent, type);
    FIELD(SDL_UserEvent, timestamp);
    FIELD(SDL_UserEvent, windowID);
    FIELD(SDL_UserEvent, code);
    FIELD(SDL_UserEvent, data1);
    FIELD(SDL_UserEvent, data2);
    STRUCT(SDL_version);
    FIELD(SDL_version, major);
    FIELD(SDL_version, minor);
    FIELD(SDL_version, patch);
    STRUCT(SDL_Rect);
    FIELD(SDL_Rect, x);
    FIELD(SDL_Rect, y);
    FIELD(SDL_Rect, w);
    FIELD(SDL_Rect, h);
    STRUCT(SDL_SysWMinfo);
    FIELD(SDL_SysWMinfo, version);
    FIELD(SDL_SysWMinfo, subsystem);
    MEMBER(SDL_SysWMinfo, x11_display, info.x11.display);
    MEMBER(SDL_SysWMinfo, x11_window, info.x11.window);
    MEMBER(SDL_SysWMinfo, wl_display, info.wl.display);
    MEMBER(SDL_SysWMinfo, wl_surface, info.wl.surface);

    CONSTANT(SdlConstants, InitVideo, SDL_INIT_VIDEO);
    CONSTANT(SdlConstants, QuitEvent, SDL_QUIT);
    CONSTANT(SdlConstants, DisplayEvent, SDL_DISPLAYEVENT);
    CONSTANT(SdlConstants, WindowEvent, SDL_WINDOWEVENT);
    CONSTANT(SdlConstants, KeyDown, SDL_KEYDOWN);
    CONSTANT(SdlConstants, KeyUp, SDL_KEYUP);
    CONSTANT(SdlConstants, TextEditing, SDL_TEXTEDITING);
    CONSTANT(SdlConstants, TextInput, SDL_TEXTINPUT);
    CONSTANT(SdlConstants, KeymapChanged, SDL_KEYMAPCHANGED);
    CONSTANT(SdlConstants, MouseMotion, SDL_MOUSEMOTION);
    CONSTANT(SdlConstants, MouseButtonDown, SDL_MOUSEBUTTONDOWN);
    CONSTANT(SdlConstants, MouseButtonUp, SDL_MOUSEBUTTONUP);
    CONSTANT(SdlConstants, MouseWheel, SDL_MOUSEWHEEL);
    CONSTANT(SdlConstants, ClipboardUpdate, SDL_CLIPBOARDUPDATE);
    CONSTANT(SdlConstants, WindowShown, SDL_WINDOWEVENT_SHOWN);
    CONSTANT(SdlConstants, WindowExposed, SDL_WINDOWEVENT_EXPOSED);
    CONSTANT(SdlConstants, WindowResized, SDL_WINDOWEVENT_RESIZED);
    CONSTANT(SdlConstants, WindowSizeChanged, SDL_WINDOWEVENT_SIZE_CHANGED);
    CONSTANT(SdlConstants, WindowMinimized, SDL_WINDOWEVENT_MINIMIZED);
    CONSTANT(SdlConstants, WindowMaximized, SDL_WINDOWEVENT_MAXIMIZED);
    CONSTANT(SdlConstants, WindowRestored, SDL_WINDOWEVENT_RESTORED);
    CONSTANT(SdlConstants, WindowFocusGained, SDL_WINDOWEVENT_FOCUS_GAINED);
    CONSTANT(SdlConstants, WindowFocusLost, SDL_WINDOWEVENT_FOCUS_LOST);
    CONSTANT(SdlConstants, WindowClose, SDL_WINDOWEVENT_CLOSE);
    CONSTANT(SdlConstants, WindowDisplayChanged, SDL_WINDOWEVENT_DISPLAY_CHANGED);
    CONSTANT(SdlConstants, FlagFullscreen, SDL_WINDOW_FULLSCREEN);
    CONSTANT(SdlConstants, FlagShown, SDL_WINDOW_SHOWN);
    CONSTANT(SdlConstants, FlagHidden, SDL_WINDOW_HIDDEN);
    CONSTANT(SdlConstants, FlagBorderless, SDL_WINDOW_BORDERLESS);
    CONSTANT(SdlConstants, FlagResizable, SDL_WINDOW_RESIZABLE);
    CONSTANT(SdlConstants, FlagMinimized, SDL_WINDOW_MINIMIZED);
    CONSTANT(SdlConstants, FlagMaximized, SDL_WINDOW_MAXIMIZED);
    CONSTANT(SdlConstants, FlagFullscreenDesktop, SDL_WINDOW_FULLSCREEN_DESKTOP);
    CONSTANT(SdlConstants, FlagAllowHighDpi, SDL_WINDOW_ALLOW_HIGHDPI);
    CONSTANT(SdlConstants, SysWmX11, SDL_SYSWM_X11);
    CONSTANT(SdlConstants, SysWmWayland, SDL_SYSWM_WAYLAND);
    CONSTANT(SdlConstants, Disable, SDL_DISABLE);
    CONSTANT(SdlConstants, Enable, SDL_ENABLE);
    CONSTANT(SdlConstants, HintDefault, SDL_HINT_DEFAULT);
    CONSTANT(SdlConstants, HintOverride, SDL_HINT_OVERRIDE);
    CONSTANT(SdlConstants, PositionCentered, SDL_WINDOWPOS_CENTERED);
    CONSTANT(SdlConstants, Pressed, SDL_PRESSED);
    CONSTANT(SdlConstants, ScancodeD, SDL_SCANCODE_D);
    CONSTANT(SdlConstants, ScancodeF, SDL_SCANCODE_F);
    CONSTANT(SdlConstants, ScancodeQ, SDL_SCANCODE_Q);
    CONSTANT(SdlConstants, ScancodeR, SDL_SCANCODE_R);
    CONSTANT(SdlConstants, ScancodeScrollLock, SDL_SCANCODE_SCROLLLOCK);
    return 0;
}
