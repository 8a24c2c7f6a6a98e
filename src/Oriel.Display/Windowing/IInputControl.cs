namespace Oriel.Display.Windowing;

/// <summary>
/// What a program may do to keyboard and pointer of its window: grabs, relative motion, the pointer's shape, lock keys. For the window role. Nothing here throws when
/// the window system refuses; where a refusal can be known it is the result.
/// </summary>
public interface IInputControl
{
    /// <summary>The window has the keyboard.</summary>
    bool IsFocused { get; }

    /// <summary>The lock keys as the host has them; correct while the window is focused.</summary>
    LockKeys Locks { get; }

    /// <summary>
    /// Sets the host's lock keys, LEDs included. False where no program may (Wayland), or where the keyboard's layout does not have the lock: Scroll Lock is left alone on most.
    /// </summary>
    bool SetLocks(LockKeys locks);

    /// <summary>
    /// Hides the pointer, locks it in place and reports motion as <see cref="WindowEvent.DeltaX"/> and <see cref="WindowEvent.DeltaY"/> only (<see cref="WindowEvent.IsRelative"/>).
    /// </summary>
    /// <param name="on">On or off.</param>
    /// <param name="raw">The device's own counts. Otherwise with the desktop's acceleration, where the window system can do that (X11; Wayland is always raw).</param>
    /// <returns>False when the window system cannot.</returns>
    bool SetRelativePointer(bool on, bool raw = true);

    /// <summary>Keeps the pointer inside the window while it is focused.</summary>
    void SetPointerConfined(bool on);

    /// <summary>
    /// Takes the desktop's own shortcuts (Super, Alt+Tab) while the window is focused: a keyboard grab on X11, the shortcut inhibitor on Wayland, which the compositor may ignore.
    /// </summary>
    void SetKeyboardGrab(bool on);

    /// <summary>Moves the pointer to a place in the window, device pixels. False where no program may (Wayland); the motion is reported like any other.</summary>
    bool WarpPointer(int x, int y);

    /// <summary>Shows or hides the host's pointer over the window.</summary>
    void SetCursorVisible(bool on);

    /// <summary>Gives the host's pointer a shape; null = the system's arrow. False when the shape is not valid or was refused; the old one stays.</summary>
    bool SetCursorImage(CursorImage? image);

    /// <summary>Keeps the screen awake while on.</summary>
    void SetScreenSaverInhibited(bool on);
}
