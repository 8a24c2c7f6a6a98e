using Oriel.Interop.Linux.Sdl;

namespace Oriel.Display.Windowing;

/// <content>Grabs, relative motion, pointer shape and lock keys.</content>
public sealed partial class SdlWindow
{
    private nint _xDisplay;
    private bool _isRelative;
    private bool _isAwake;
    private SdlCursorHandle? _cursor;

    /// <inheritdoc/>
    public bool IsFocused => (_window.Flags & SdlConstants.FlagInputFocus) != 0;

    /// <inheritdoc/>
    public LockKeys Locks
    {
        get
        {
            AssertThread();
            var modifiers = SdlApi.GetModifiers();
            return ((modifiers & SdlConstants.ModCaps) != 0 ? LockKeys.Caps : 0)
                | ((modifiers & SdlConstants.ModNum) != 0 ? LockKeys.Num : 0)
                | ((modifiers & SdlConstants.ModScroll) != 0 ? LockKeys.Scroll : 0);
        }
    }

    /// <inheritdoc/>
    public bool SetLocks(LockKeys locks)
    {
        AssertThread();
        if (_xDisplay == 0 || !XLocks.TrySet(_xDisplay, (locks & LockKeys.Caps) != 0, (locks & LockKeys.Num) != 0, (locks & LockKeys.Scroll) != 0))
        {
            return false;
        }

        // SDL looks at the server's locks only when the focus comes.
        const int all = SdlConstants.ModCaps | SdlConstants.ModNum;
        SdlApi.SetModifiers((SdlApi.GetModifiers() & ~all)
            | ((locks & LockKeys.Caps) != 0 ? SdlConstants.ModCaps : 0)
            | ((locks & LockKeys.Num) != 0 ? SdlConstants.ModNum : 0));
        return true;
    }

    /// <inheritdoc/>
    public bool SetRelativePointer(bool on, bool raw = true)
    {
        AssertThread();
        if (on)
        {
            // SDL's relative mode is raw. What moves the desktop's pointer it knows only by moving that pointer back again and again, which X11 allows.
            SdlApi.SetHint("SDL_MOUSE_RELATIVE_MODE_WARP", !raw && _xDisplay != 0 ? "1" : "0", SdlConstants.HintOverride);
        }

        if (!SdlApi.SetRelativeMouse(on))
        {
            return false;
        }

        _isRelative = on;
        return true;
    }

    /// <inheritdoc/>
    public void SetPointerConfined(bool on)
    {
        AssertThread();
        _window.SetMouseGrab(on);
    }

    /// <inheritdoc/>
    public void SetKeyboardGrab(bool on)
    {
        AssertThread();
        _window.SetKeyboardGrab(on);
    }

    /// <inheritdoc/>
    public bool WarpPointer(int x, int y)
    {
        AssertThread();
        if (_xDisplay == 0)
        {
            return false;
        }

        _window.WarpMouse(x, y);
        return true;
    }

    /// <inheritdoc/>
    public void SetCursorVisible(bool on)
    {
        AssertThread();
        SdlApi.ShowCursor(on);
    }

    /// <inheritdoc/>
    public bool SetCursorImage(CursorImage? image)
    {
        AssertThread();
        SdlCursorHandle? made = null;
        if (image is not null)
        {
            if (!image.IsValid)
            {
                return false;
            }

            made = SdlCursorHandle.Create(image.Bgra.Span, image.Width, image.Height, image.HotX, image.HotY);
            if (made.IsInvalid)
            {
                made.Dispose();
                return false;
            }
        }

        // The old one is freed when SDL no longer shows it.
        SdlApi.SetCursor(made);
        _cursor?.Dispose();
        _cursor = made;
        return true;
    }

    /// <inheritdoc/>
    public void SetScreenSaverInhibited(bool on)
    {
        AssertThread();
        if (on != _isAwake)
        {
            _isAwake = on;
            SdlApi.AllowScreenSaver(!on);
        }
    }

    // Whatever was taken from the desktop goes back before the window closes; a grab must not outlive it by a moment.
    private void LetGo()
    {
        if (_isRelative)
        {
            SetRelativePointer(false);
        }

        _window.SetKeyboardGrab(false);
        _window.SetMouseGrab(false);
        SetCursorImage(null);
        SetScreenSaverInhibited(false);
    }
}
