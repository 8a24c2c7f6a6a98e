using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>A native event as SDL passes it through, with the members of an X key event that this program reads (the union's flattened).</summary>
[StructLayout(LayoutKind.Explicit, Size = 200)]
public struct SDL_SysWMmsg
{
    [FieldOffset(4)]
    public int subsystem;

    [FieldOffset(8)]
    public int x11_type;

    [FieldOffset(92)]
    public uint x11_keycode;
}
