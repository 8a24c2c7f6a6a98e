using System.Runtime.InteropServices;
using Oriel.Memory;

namespace Oriel.Interop.Windows.User;

/// <summary>
/// Waits for what the system tells about the pointer and about windows that ask for attention, through a hook and a window that is never shown. Both belong to the thread that
/// made this and to the desktop it is on; both must be gone before the thread goes to another one. Systems that tell nothing (Wine) leave the waits to their time-outs.
/// </summary>
public sealed unsafe class PointerEvents : IDisposable
{
    private const uint CREATE_WAITABLE_TIMER_HIGH_RESOLUTION = 2;
    private const uint TIMER_ALL_ACCESS = 0x1F0003;
    private const uint WS_POPUP = 0x80000000;
    private const uint WS_EX_TOOLWINDOW = 0x80;
    private const uint WS_EX_NOACTIVATE = 0x08000000;
    private const uint INFINITE = 0xFFFFFFFF;

    /// <summary>Counted by the callback, which the system calls on the thread that set the hook while that thread fetches messages.</summary>
    [ThreadStatic]
    private static int s_pointerEvents;

    private readonly uint _shellMessage;
    private readonly nint _timer;
    private readonly nint _moves;
    private readonly nint _shows;
    private readonly nint _window;
    private bool _disposed;

    /// <summary>Sets hook and window for the calling thread. What the system refuses is left out.</summary>
    public PointerEvents()
    {
        // SAFETY: the callback is a static function without state. Two narrow hooks: everything between show and move would be every step of every list.
        _moves = User32.SetWinEventHook(User32.EVENT_OBJECT_LOCATIONCHANGE, User32.EVENT_OBJECT_NAMECHANGE, 0, &OnEvent, 0, 0, User32.WINEVENT_OUTOFCONTEXT);
        _shows = User32.SetWinEventHook(User32.EVENT_OBJECT_SHOW, User32.EVENT_OBJECT_HIDE, 0, &OnEvent, 0, 0, User32.WINEVENT_OUTOFCONTEXT);
        fixed (char* className = "Static", message = "SHELLHOOK")
        {
            // SAFETY: zero-terminated literals; a class every system has.
            _window = User32.CreateWindowExW(WS_EX_TOOLWINDOW | WS_EX_NOACTIVATE, className, null, WS_POPUP, 0, 0, 0, 0, 0, 0, 0, null);
            _shellMessage = _window != 0 && User32.RegisterShellHookWindow(_window) != 0 ? User32.RegisterWindowMessageW(message) : 0;
        }

        _timer = CreateTimer(CREATE_WAITABLE_TIMER_HIGH_RESOLUTION) is var precise && precise != 0 ? precise : CreateTimer(0);
    }

    /// <summary>Windows that asked for attention since the last question.</summary>
    public int Flashes { get; private set; }

    /// <summary>Waits for an event about the pointer, for one of the flags, or for the time to pass. True when an event came. Neither flag is lowered.</summary>
    public bool Wait(WakeFlag stop, WakeFlag wake, long timeoutNs)
    {
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentNullException.ThrowIfNull(wake);
        if (Pump())
        {
            return true;
        }

        var handles = stackalloc nint[3] { stop.EventHandle, wake.EventHandle, _timer };
        var due = -Math.Max(1, timeoutNs / 100);

        // SAFETY: a time on the stack, read during the call; three handles that live as long as their owners.
        var armed = _timer != 0 && Kernel32.SetWaitableTimer(_timer, &due, 0, null, null, 0) != 0;
        _ = User32.MsgWaitForMultipleObjectsEx(armed ? 3u : 2u, handles, armed ? INFINITE : (uint)(timeoutNs / 1_000_000), User32.QS_ALLINPUT, User32.MWMO_INPUTAVAILABLE);
        return Pump();
    }

    /// <summary>Forgets the windows that asked for attention.</summary>
    public int TakeFlashes()
    {
        var flashes = Flashes;
        Flashes = 0;
        return flashes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _ = User32.UnhookWinEvent(_moves);
        _ = User32.UnhookWinEvent(_shows);
        _ = Kernel32.CloseHandle(_timer);
        if (_window != 0)
        {
            _ = User32.DeregisterShellHookWindow(_window);
            _ = User32.DestroyWindow(_window);
        }
    }

    [UnmanagedCallersOnly]
    private static void OnEvent(nint hook, uint happened, nint window, int objectId, int childId, uint thread, uint time)
    {
        if (objectId == User32.OBJID_CURSOR)
        {
            s_pointerEvents++;
        }
    }

    private static nint CreateTimer(uint flags) => Kernel32.CreateWaitableTimerExW(null, null, flags, TIMER_ALL_ACCESS);

    /// <summary>Fetches all messages, during which the system calls the hook.</summary>
    private bool Pump()
    {
        MSG message;

        // SAFETY: the system fills the structure on the stack.
        while (User32.PeekMessageW(&message, 0, 0, 0, User32.PM_REMOVE) != 0)
        {
            if (_shellMessage != 0 && message.message == _shellMessage && message.wParam == User32.HSHELL_FLASH)
            {
                Flashes++;
            }

            _ = User32.DispatchMessageW(&message);
        }

        var seen = s_pointerEvents != 0;
        s_pointerEvents = 0;
        return seen;
    }
}
