using Oriel.Interop.Linux;
using Oriel.Interop.Linux.Sdl;

namespace Oriel.Display.Windowing;

/// <content>Starting SDL, the window and the surface.</content>
public sealed partial class SdlWindow
{
    // Nobody reads these, and each would wake the event wait.
    private static readonly uint[] s_unusedEvents =
    [
        SdlConstants.TextEditing, SdlConstants.TextInput, SdlConstants.TextEditingExt, SdlConstants.KeymapChanged, SdlConstants.ClipboardUpdate, SdlConstants.DisplayEvent,
    ];

    // X keycodes, Linux's numbers plus 8: zenkaku/hankaku, the keypad commas of Japanese and of Brazilian keyboards.
    private static readonly byte[] s_rawKeys = [93, 103, 129];

    private static readonly uint[] s_dropEvents = [SdlConstants.DropBegin, SdlConstants.DropFile, SdlConstants.DropText, SdlConstants.DropComplete];

    private static void ChooseEvents()
    {
        SdlApi.StopTextInput();
        foreach (var type in s_unusedEvents)
        {
            SdlApi.EnableEvent(type, enable: false);
        }

        SdlRawKeys.Install(s_rawKeys);
        foreach (var type in s_dropEvents)
        {
            SdlApi.EnableEvent(type, enable: true);
        }
    }

    private static void SetHints(WindowOptions options)
    {
        SdlApi.SetHint("SDL_NO_SIGNAL_HANDLERS", "1");
        SdlApi.SetHint("SDL_QUIT_ON_LAST_WINDOW_CLOSE", "0");
        SdlApi.SetHint("SDL_APP_NAME", "Oriel");

        // No hints: SDL asks the environment for these two, and takes the program's name otherwise.
        SdlApi.SetVariable("SDL_VIDEO_X11_WMCLASS", options.AppId);
        SdlApi.SetVariable("SDL_VIDEO_WAYLAND_WMCLASS", options.AppId);

        // SDL's defaults suit games: it keeps the screen awake, turns the desktop's compositor off and minimises what lost the focus.
        SdlApi.SetHint("SDL_VIDEO_ALLOW_SCREENSAVER", "1");
        SdlApi.SetHint("SDL_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR", "0");
        SdlApi.SetHint("SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS", options.MinimizeOnFocusLoss ? "1" : "0");
        SetInputHints();
        switch (options.Driver)
        {
            case WindowDriver.X11:
                SdlApi.SetHint("SDL_VIDEODRIVER", "x11", SdlConstants.HintOverride);
                break;
            case WindowDriver.Wayland:
                SdlApi.SetHint("SDL_VIDEODRIVER", "wayland", SdlConstants.HintOverride);
                break;
            default:
                // 2.26 would take XWayland in a Wayland session. $SDL_VIDEODRIVER still wins over this.
                var wayland = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));
                SdlApi.SetHint("SDL_VIDEODRIVER", wayland ? "wayland,x11" : "x11,wayland");
                break;
        }
    }

    // What the user does belongs to the guest: no click, key or motion may be taken or changed on the way.
    private static void SetInputHints()
    {
        // The click that focuses the window is a click.
        SdlApi.SetHint("SDL_MOUSE_FOCUS_CLICKTHROUGH", "1", SdlConstants.HintOverride);

        // In full screen with the keyboard grabbed SDL would take Alt+Tab itself and minimise the window.
        SdlApi.SetHint("SDL_ALLOW_ALT_TAB_WHILE_GRABBED", "0", SdlConstants.HintOverride);

        // Counts as the device sends them; sensitivity is the router's.
        SdlApi.SetHint("SDL_MOUSE_RELATIVE_SCALING", "0", SdlConstants.HintOverride);
        SdlApi.SetHint("SDL_MOUSE_RELATIVE_SYSTEM_SCALE", "0", SdlConstants.HintOverride);
        SdlApi.SetHint("SDL_MOUSE_RELATIVE_SPEED_SCALE", "1", SdlConstants.HintOverride);
        SdlApi.SetHint("SDL_MOUSE_NORMAL_SPEED_SCALE", "1", SdlConstants.HintOverride);

        // A hidden pointer that is warped would be taken for a game's and locked.
        SdlApi.SetHint("SDL_VIDEO_WAYLAND_EMULATE_MOUSE_WARP", "0", SdlConstants.HintOverride);

        // A drag that leaves the window goes on.
        SdlApi.SetHint("SDL_MOUSE_AUTO_CAPTURE", "1", SdlConstants.HintOverride);
    }

    private static void StartVideo(WindowOptions options)
    {
        Version version;
        try
        {
            version = SdlApi.GetVersion();
        }
        catch (DllNotFoundException error)
        {
            throw new OrielException(
                WindowErrors.LibraryMissing,
                error.Message.Split('\n')[0],
                $"SDL {s_oldestSdl} or newer, as libSDL2-2.0.so.0",
                "install it (Debian, Ubuntu: libsdl2-2.0-0; Fedora: SDL2; Arch: sdl2)",
                error);
        }

        if (version < s_oldestSdl)
        {
            throw new OrielException(
                WindowErrors.LibraryTooOld, $"SDL {version}", $"SDL {s_oldestSdl} or newer", "update the distribution's SDL2 package");
        }

        SetHints(options);
        if (!SdlApi.Init())
        {
            var (x11, wayland) = (Show("DISPLAY"), Show("WAYLAND_DISPLAY"));
            throw new OrielException(
                WindowErrors.NoDisplay,
                $"SDL says \"{SdlApi.GetError()}\" (driver {options.Driver.ToString().ToLowerInvariant()}, {x11}, {wayland})",
                "an X server or a Wayland compositor that this user may open windows on",
                "run it inside a desktop session, set DISPLAY or WAYLAND_DISPLAY, or use --headless");
        }

        static string Show(string name) => $"{name}={Environment.GetEnvironmentVariable(name) ?? "(unset)"}";
    }

    private static SdlWindowHandle MakeWindow(WindowOptions options)
    {
        var flags = SdlConstants.FlagHidden | SdlConstants.FlagAllowHighDpi
            | (options.Resizable ? SdlConstants.FlagResizable : 0)
            | (options.Borderless ? SdlConstants.FlagBorderless : 0)
            | (options.Maximized ? SdlConstants.FlagMaximized : 0)
            | (options.FullScreen ? SdlConstants.FlagFullscreenDesktop : 0);
        var (x, y) = options.Position ?? (SdlConstants.PositionCentered, SdlConstants.PositionCentered);
        var (width, height) = (options.Width, options.Height);
        if (SdlApi.TryGetUsableBounds(0, out var bounds))
        {
            (width, height) = (Math.Min(width, bounds.w), Math.Min(height, bounds.h));
        }

        var window = SdlWindowHandle.Create(options.Title, x, y, width, height, flags);
        if (window.IsInvalid)
        {
            throw Refused($"SDL_CreateWindow failed: {SdlApi.GetError()}");
        }

        window.SetMinimumSize(160, 120);
        return window;
    }

    private static OrielException Refused(string seen) =>
        new(WindowErrors.WindowRefused, seen, "a window on X11 or Wayland", "try the other one with --driver x11 or --driver wayland, or use --headless");

    private NativeSurface MakeSurface(out nint renderConnection)
    {
        renderConnection = 0;
        if (!_window.TryGetNative(out var native))
        {
            throw Refused($"SDL_GetWindowWMInfo failed: {SdlApi.GetError()}");
        }

        var (width, height) = _window.SizeInPixels;
        switch (native.subsystem)
        {
            case SdlConstants.SysWmX11:
                // From here on a broken connection or a refused request reaches us instead of ending the process inside Xlib.
                XConnections.Guard(() => _connectionLost(Lost("the X server closed the connection")));
                _xDisplay = native.x11_display;

                // SDL sleeps on its socket. A renderer reading replies from the same connection would take events off it unseen.
                renderConnection = XConnections.Open();
                return renderConnection == 0
                    ? throw Refused("the X server took one connection and refused a second")
                    : new NativeSurface(NativePlatform.X11, renderConnection, (nint)native.x11_window, width, height);
            case SdlConstants.SysWmWayland:
                _waylandDisplay = native.wl_display;
                return new NativeSurface(NativePlatform.Wayland, native.wl_display, native.wl_surface, width, height);
            default:
                throw Refused($"SDL driver {SdlApi.GetCurrentVideoDriver()} (subsystem {native.subsystem})");
        }
    }

    private static OrielException Lost(string seen) => new(
        WindowErrors.DisplayLost,
        seen,
        "a display that stays while the window is open",
        "start oriel again when the desktop session is back; the guest is not affected");
}
