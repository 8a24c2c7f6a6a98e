using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>Sets the lock keys of an X server's keyboard, LEDs included. For the thread that owns the connection.</summary>
public static unsafe partial class XLocks
{
    private const uint UseCoreKeyboard = 0x0100;
    private const uint LockMask = 2;
    private const uint NumLockKey = 0xFF7F;
    private const uint ScrollLockKey = 0xFF14;

    /// <summary>
    /// Sets them; false when the server has no XKB. A lock that the keyboard's layout gives no modifier (Scroll Lock, on most) is left alone.
    /// </summary>
    public static bool TrySet(nint display, bool caps, bool num, bool scroll)
    {
        var numMask = XkbKeysymToModifiers(display, NumLockKey);
        var scrollMask = XkbKeysymToModifiers(display, ScrollLockKey);
        var values = (caps ? LockMask : 0) | (num ? numMask : 0) | (scroll ? scrollMask : 0);
        var done = XkbLockModifiers(display, UseCoreKeyboard, LockMask | numMask | scrollMask, values) != 0;
        _ = XFlush(display);
        return done;
    }

    [LibraryImport(Libraries.X11)]
    private static partial uint XkbKeysymToModifiers(nint display, nuint keysym);

    [LibraryImport(Libraries.X11)]
    private static partial int XkbLockModifiers(nint display, uint device, uint affect, uint values);

    [LibraryImport(Libraries.X11)]
    private static partial int XFlush(nint display);
}
