using Oriel.Interop.Linux;

namespace Oriel.Display.Clipboard;

/// <summary>The clipboard that belongs to a window.</summary>
public static class HostClipboards
{
    /// <summary>Opens the clipboard of the display a window is on; null for a window that nobody sees. Throws <see cref="OrielException"/> (ORL360).</summary>
    /// <param name="surface">Of the window. On Wayland the clipboard uses the window's connection and must be disposed before it.</param>
    /// <param name="limits">Bounds; null = the defaults.</param>
    public static IHostClipboard? Open(NativeSurface? surface, ClipboardLimits? limits = null) => surface?.Platform switch
    {
        NativePlatform.X11 => new X11Clipboard(limits: limits),
        NativePlatform.Wayland => new WaylandClipboard(surface.Value.Display, limits),
        _ => null,
    };
}
