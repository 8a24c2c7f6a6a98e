using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>
/// Lets the native events of a few X keys through SDL's queue, and drops all other native events before they are queued. SDL 2 does not know some keys of Japanese and
/// Brazilian keyboards on X11 and either says nothing of them or takes them for others.
/// </summary>
public static unsafe class SdlRawKeys
{
    private const int KeyPress = 2;
    private const int KeyRelease = 3;
    private const int Keycodes = 256;
    private static readonly byte[] s_wanted = new byte[Keycodes];

    /// <summary>Begins. Once, after SDL started and before there are events to lose: SDL empties its queue here.</summary>
    /// <param name="keycodes">X keycodes to report.</param>
    public static void Install(ReadOnlySpan<byte> keycodes)
    {
        foreach (var keycode in keycodes)
        {
            s_wanted[keycode] = 1;
        }

        SdlNative.SDL_SetEventFilter(&Filter, 0);
        SdlApi.EnableEvent(SdlConstants.SysWmEvent, enable: true);
    }

    /// <summary>The X keycode of a native event that was let through, and whether the key went down.</summary>
    public static (byte Keycode, bool IsDown) Read(in SDL_SysWMEvent e)
    {
        // SAFETY: SDL keeps the message until the next event is taken from the queue; the filter let it through, so it is there and an X key event.
        var message = (SDL_SysWMmsg*)e.msg;
        return ((byte)message->x11_keycode, message->x11_type == KeyPress);
    }

    // SAFETY: SDL passes a valid event; a native one has a message. Any thread may push events.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Filter(nint context, SDL_Event* e)
    {
        if (e->type != SdlConstants.SysWmEvent)
        {
            return 1;
        }

        var message = (SDL_SysWMmsg*)e->syswm.msg;
        return message->subsystem == SdlConstants.SysWmX11 && message->x11_type is KeyPress or KeyRelease && message->x11_keycode < Keycodes && s_wanted[message->x11_keycode] != 0 ? 1 : 0;
    }
}
