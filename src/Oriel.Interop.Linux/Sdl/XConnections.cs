using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>
/// What a program that must survive its X server's whims needs beside SDL: a second connection for the render thread (two threads that read one connection
/// take each other's events, and SDL would sleep on), and handlers in place of Xlib's own, which end the process.
/// The handlers are one per process, as Xlib has it: <see cref="Guard"/> is called once, by the program that owns the window.
/// </summary>
public static unsafe partial class XConnections
{
    private static readonly ManualResetEventSlim s_never = new();
    private static Action? s_lost;
    private static int s_protocolErrors;

    /// <summary>Refused requests since <see cref="Guard"/>; Xlib would have ended the process at the first.</summary>
    public static int ProtocolErrors => Volatile.Read(ref s_protocolErrors);

    /// <summary>
    /// Installs the handlers. <paramref name="lost"/> is called once, on whichever thread noticed that a connection broke; that thread never returns from Xlib
    /// (Xlib has no way back), so the call must hand over to a thread that ends the process.
    /// </summary>
    public static void Guard(Action lost)
    {
        s_lost = lost;
        XSetErrorHandler(&OnError);
        XSetIOErrorHandler(&OnIoError);
    }

    /// <summary>Opens a connection to the server of $DISPLAY; 0 when that fails.</summary>
    public static nint Open() => XOpenDisplay(null);

    /// <summary>Closes a connection made with <see cref="Open"/>.</summary>
    public static void Close(nint display) => _ = XCloseDisplay(display);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnError(nint display, nint error)
    {
        Interlocked.Increment(ref s_protocolErrors);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnIoError(nint display)
    {
        Interlocked.Exchange(ref s_lost, null)?.Invoke();

        // Returning would make Xlib call exit() here, in the middle of whatever other threads do.
        s_never.Wait();
        return 0;
    }

    [LibraryImport(Libraries.X11)]
    private static partial nint XOpenDisplay(byte* name);

    [LibraryImport(Libraries.X11)]
    private static partial int XCloseDisplay(nint display);

    [LibraryImport(Libraries.X11)]
    private static partial nint XSetErrorHandler(delegate* unmanaged[Cdecl]<nint, nint, int> handler);

    [LibraryImport(Libraries.X11)]
    private static partial nint XSetIOErrorHandler(delegate* unmanaged[Cdecl]<nint, int> handler);
}
