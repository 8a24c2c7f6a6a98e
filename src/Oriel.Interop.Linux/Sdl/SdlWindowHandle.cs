using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>One SDL window. For SDL's thread only. Sizes are SDL units unless a name says pixels; on X11 both are the same.</summary>
public sealed unsafe class SdlWindowHandle : SafeHandle
{
    private SdlWindowHandle(nint window)
        : base(0, ownsHandle: true) => SetHandle(window);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Number that events carry.</summary>
    public uint Id => SdlNative.SDL_GetWindowID(handle);

    /// <summary>FlagX bits of <see cref="SdlConstants"/>.</summary>
    public uint Flags => SdlNative.SDL_GetWindowFlags(handle);

    /// <summary>Index of the display it is on; negative on failure.</summary>
    public int DisplayIndex => SdlNative.SDL_GetWindowDisplayIndex(handle);

    /// <summary>Size in SDL units.</summary>
    public (int Width, int Height) Size
    {
        get
        {
            int width, height;
            SdlNative.SDL_GetWindowSize(handle, &width, &height);
            return (width, height);
        }
        set => SdlNative.SDL_SetWindowSize(handle, value.Width, value.Height);
    }

    /// <summary>Position of the content's corner on the desktop, in SDL units. Wayland neither tells nor obeys.</summary>
    public (int X, int Y) Position
    {
        get
        {
            int x, y;
            SdlNative.SDL_GetWindowPosition(handle, &x, &y);
            return (x, y);
        }
        set => SdlNative.SDL_SetWindowPosition(handle, value.X, value.Y);
    }

    /// <summary>Size in device pixels.</summary>
    public (int Width, int Height) SizeInPixels
    {
        get
        {
            int width, height;
            SdlNative.SDL_GetWindowSizeInPixels(handle, &width, &height);
            return (width, height);
        }
    }

    /// <summary>Makes a window; invalid on failure, with <see cref="SdlApi.GetError"/>.</summary>
    public static SdlWindowHandle Create(string title, int x, int y, int width, int height, uint flags) =>
        new(SdlNative.SDL_CreateWindow(title, x, y, width, height, flags));

    /// <summary>Maps it.</summary>
    public void Show() => SdlNative.SDL_ShowWindow(handle);

    /// <summary>Sets the caption.</summary>
    public void SetTitle(string title) => SdlNative.SDL_SetWindowTitle(handle, title);

    /// <summary>Has the desktop mark it as wanting attention until it gets the focus; false when it cannot.</summary>
    public bool Flash() => SdlNative.SDL_FlashWindow(handle, SdlConstants.FlashUntilFocused) == 0;

    /// <summary>The user cannot make it smaller.</summary>
    public void SetMinimumSize(int width, int height) => SdlNative.SDL_SetWindowMinimumSize(handle, width, height);

    /// <summary>Enters or leaves full screen at the desktop's mode; false when refused.</summary>
    public bool SetFullScreen(bool on) => SdlNative.SDL_SetWindowFullscreen(handle, on ? SdlConstants.FlagFullscreenDesktop : 0) == 0;

    /// <summary>Shows or removes the decorations.</summary>
    public void SetBordered(bool on) => SdlNative.SDL_SetWindowBordered(handle, on ? SdlConstants.Enable : SdlConstants.Disable);

    /// <summary>Keeps the pointer inside the window while it has the focus, or lets it go.</summary>
    public void SetMouseGrab(bool on) => SdlNative.SDL_SetWindowMouseGrab(handle, on ? SdlConstants.Enable : SdlConstants.Disable);

    /// <summary>Takes the desktop's shortcuts too while the window has the focus, or gives them back.</summary>
    public void SetKeyboardGrab(bool on) => SdlNative.SDL_SetWindowKeyboardGrab(handle, on ? SdlConstants.Enable : SdlConstants.Disable);

    /// <summary>Moves the pointer to a place in the window, SDL units.</summary>
    public void WarpMouse(int x, int y) => SdlNative.SDL_WarpMouseInWindow(handle, x, y);

    /// <summary>Thickness of the decorations; zeros when unknown.</summary>
    public (int Top, int Left, int Bottom, int Right) GetBorders()
    {
        int top, left, bottom, right;
        return SdlNative.SDL_GetWindowBordersSize(handle, &top, &left, &bottom, &right) == 0 ? (top, left, bottom, right) : default;
    }

    /// <summary>The native handles; false on failure.</summary>
    public bool TryGetNative(out SDL_SysWMinfo info)
    {
        info = default;
        fixed (SDL_SysWMinfo* p = &info)
        {
            // SDL fills the structure only for callers that say which version of it they know.
            SdlNative.SDL_GetVersion(&p->version);
            return SdlNative.SDL_GetWindowWMInfo(handle, p) != 0;
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        SdlNative.SDL_DestroyWindow(handle);
        return true;
    }
}
