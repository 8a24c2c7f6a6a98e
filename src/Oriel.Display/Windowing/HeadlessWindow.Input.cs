namespace Oriel.Display.Windowing;

/// <content>Keeps what was asked of keyboard and pointer.</content>
public sealed partial class HeadlessWindow
{
    /// <inheritdoc/>
    public bool IsFocused { get; private set; }

    /// <inheritdoc/>
    public LockKeys Locks { get; private set; }

    /// <summary>Whether motion is relative.</summary>
    public bool IsPointerRelative { get; private set; }

    /// <summary>Whether relative motion was asked for as the device's own counts.</summary>
    public bool IsPointerRaw { get; private set; }

    /// <summary>Whether the pointer is kept inside.</summary>
    public bool IsPointerConfined { get; private set; }

    /// <summary>Whether the desktop's shortcuts are taken.</summary>
    public bool IsKeyboardGrabbed { get; private set; }

    /// <summary>Whether the host's pointer would be seen.</summary>
    public bool IsCursorVisible { get; private set; }

    /// <summary>The pointer's shape; null = the arrow.</summary>
    public CursorImage? CursorImage { get; private set; }

    /// <summary>Where the pointer was last moved to; null = never.</summary>
    public (int X, int Y)? Warped { get; private set; }

    /// <summary>Whether the screen is kept awake.</summary>
    public bool IsScreenSaverInhibited { get; private set; }

    /// <inheritdoc/>
    public bool SetLocks(LockKeys locks)
    {
        Locks = locks;
        return true;
    }

    /// <inheritdoc/>
    public bool SetRelativePointer(bool on, bool raw = true)
    {
        IsPointerRelative = on;
        IsPointerRaw = raw;
        return true;
    }

    /// <inheritdoc/>
    public void SetPointerConfined(bool on) => IsPointerConfined = on;

    /// <inheritdoc/>
    public void SetKeyboardGrab(bool on) => IsKeyboardGrabbed = on;

    /// <inheritdoc/>
    public bool WarpPointer(int x, int y)
    {
        Warped = (x, y);
        return true;
    }

    /// <inheritdoc/>
    public void SetCursorVisible(bool on) => IsCursorVisible = on;

    /// <inheritdoc/>
    public bool SetCursorImage(CursorImage? image)
    {
        if (image is { IsValid: false })
        {
            return false;
        }

        CursorImage = image;
        return true;
    }

    /// <inheritdoc/>
    public void SetScreenSaverInhibited(bool on) => IsScreenSaverInhibited = on;
}
