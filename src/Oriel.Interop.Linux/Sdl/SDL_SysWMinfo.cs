using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

[StructLayout(LayoutKind.Sequential)]
public struct SDL_version
{
    public byte major;
    public byte minor;
    public byte patch;
}

[StructLayout(LayoutKind.Sequential)]
public struct SDL_Rect
{
    public int x;
    public int y;
    public int w;
    public int h;
}

/// <summary>The native handles behind a window. The union's members are flattened: <c>x11_</c> and <c>wl_</c> lie over each other.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
public struct SDL_SysWMinfo
{
    [FieldOffset(0)]
    public SDL_version version;

    [FieldOffset(4)]
    public int subsystem;

    [FieldOffset(8)]
    public nint x11_display;

    [FieldOffset(16)]
    public nuint x11_window;

    [FieldOffset(8)]
    public nint wl_display;

    [FieldOffset(16)]
    public nint wl_surface;
}
