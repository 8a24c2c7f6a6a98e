using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>
/// SDL's video part without pointers. Everything belongs to the thread that called <see cref="Init"/>, except <see cref="Push"/> and <see cref="GetError"/>,
/// which any thread may call.
/// </summary>
public static unsafe class SdlApi
{
    /// <summary>Sets a variable of the process's native environment, which .NET keeps apart from its own. Before <see cref="Init"/>, while no other thread reads it.</summary>
    public static void SetVariable(string name, string value) => _ = SdlNative.SDL_setenv(name, value, 1);

    /// <summary>SDL's text for the calling thread's last failure; empty when there was none.</summary>
    public static string GetError() => Marshal.PtrToStringUTF8((nint)SdlNative.SDL_GetError()) ?? "";

    /// <summary>Starts the video part; false with <see cref="GetError"/>. Throws <see cref="DllNotFoundException"/> when the library is missing.</summary>
    public static bool Init() => SdlNative.SDL_Init(SdlConstants.InitVideo) == 0;

    /// <summary>Ends everything of SDL. Windows must be gone.</summary>
    public static void Quit() => SdlNative.SDL_Quit();

    /// <summary>Version of the library at run time.</summary>
    public static Version GetVersion()
    {
        SDL_version version;
        SdlNative.SDL_GetVersion(&version);
        return new Version(version.major, version.minor, version.patch);
    }

    /// <summary>Sets a hint. At <see cref="SdlConstants.HintDefault"/> priority the environment variable of the same name wins.</summary>
    public static bool SetHint(string name, string value, int priority = SdlConstants.HintDefault) =>
        SdlNative.SDL_SetHintWithPriority(name, value, priority) != 0;

    /// <summary>Name of the running video driver, for example "x11"; empty before <see cref="Init"/>.</summary>
    public static string GetCurrentVideoDriver() => Marshal.PtrToStringUTF8((nint)SdlNative.SDL_GetCurrentVideoDriver()) ?? "";

    /// <summary>Names of the video drivers the library was built with.</summary>
    public static IReadOnlyList<string> GetVideoDrivers() =>
        [.. Enumerable.Range(0, SdlNative.SDL_GetNumVideoDrivers()).Select(i => Marshal.PtrToStringUTF8((nint)SdlNative.SDL_GetVideoDriver(i)) ?? "")];

    /// <summary>Turns text input off: SDL starts with it on, and an input method would swallow keys.</summary>
    public static void StopTextInput() => SdlNative.SDL_StopTextInput();

    /// <summary>Lets events of a type through, or drops them before they wake anybody.</summary>
    public static void EnableEvent(uint type, bool enable) => _ = SdlNative.SDL_EventState(type, enable ? SdlConstants.Enable : SdlConstants.Disable);

    /// <summary>A new event type for <see cref="Push"/>; <see cref="uint.MaxValue"/> when none is left.</summary>
    public static uint RegisterEvent() => SdlNative.SDL_RegisterEvents(1);

    /// <summary>Queues an event and wakes the waiting thread. From any thread; false when the queue is full or the event is filtered.</summary>
    public static bool Push(uint type)
    {
        var e = new SDL_Event { type = type };
        return SdlNative.SDL_PushEvent(&e) == 1;
    }

    /// <summary>Blocks until an event is there; false on an error.</summary>
    public static bool Wait(out SDL_Event e)
    {
        fixed (SDL_Event* p = &e)
        {
            return SdlNative.SDL_WaitEvent(p) != 0;
        }
    }

    /// <summary>Blocks for at most so many milliseconds; false when nothing came.</summary>
    public static bool Wait(out SDL_Event e, int milliseconds)
    {
        fixed (SDL_Event* p = &e)
        {
            return SdlNative.SDL_WaitEventTimeout(p, milliseconds) != 0;
        }
    }

    /// <summary>Shows or hides the pointer over our windows.</summary>
    public static void ShowCursor(bool show) => _ = SdlNative.SDL_ShowCursor(show ? SdlConstants.Enable : SdlConstants.Disable);

    /// <summary>Lock keys and modifiers as SDL has them: ModX bits of <see cref="SdlConstants"/>.</summary>
    public static int GetModifiers() => SdlNative.SDL_GetModState();

    /// <summary>Tells SDL what the lock keys are; it does not tell the window system.</summary>
    public static void SetModifiers(int modifiers) => SdlNative.SDL_SetModState(modifiers);

    /// <summary>Hides the pointer, keeps it in place and reports how far the mouse moved instead; false when the window system cannot.</summary>
    public static bool SetRelativeMouse(bool on) => SdlNative.SDL_SetRelativeMouseMode(on ? SdlConstants.Enable : SdlConstants.Disable) == 0;

    /// <summary>Keeps the screen awake, or lets it sleep again.</summary>
    public static void AllowScreenSaver(bool allow)
    {
        if (allow)
        {
            SdlNative.SDL_EnableScreenSaver();
        }
        else
        {
            SdlNative.SDL_DisableScreenSaver();
        }
    }

    /// <summary>Makes a cursor the current one; null = the system's arrow. It must stay alive while it is.</summary>
    public static void SetCursor(SdlCursorHandle? cursor) => SdlNative.SDL_SetCursor(cursor?.Value ?? SdlNative.SDL_GetDefaultCursor());

    /// <summary>Takes over the text of a drop event and frees SDL's copy; null when it carries none.</summary>
    public static string? TakeDropText(in SDL_DropEvent drop)
    {
        if (drop.file == 0)
        {
            return null;
        }

        var text = Marshal.PtrToStringUTF8(drop.file);
        SdlNative.SDL_free(drop.file);
        return text;
    }

    /// <summary>The part of a display that windows may cover, in SDL units; false when unknown.</summary>
    public static bool TryGetUsableBounds(int display, out SDL_Rect bounds)
    {
        fixed (SDL_Rect* p = &bounds)
        {
            return SdlNative.SDL_GetDisplayUsableBounds(display, p) == 0;
        }
    }

    /// <summary>Dots per inch along the diagonal; 0 when unknown.</summary>
    public static float GetDpi(int display)
    {
        float diagonal;
        return SdlNative.SDL_GetDisplayDPI(display, &diagonal, null, null) == 0 ? diagonal : 0;
    }

    /// <summary>The error number of a broken Wayland connection; 0 while it works.</summary>
    public static int GetWaylandError(nint display) => SdlNative.wl_display_get_error(display);
}
