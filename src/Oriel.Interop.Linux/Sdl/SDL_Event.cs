using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>The event union, with the members this program reads.</summary>
[StructLayout(LayoutKind.Explicit, Size = 56)]
public struct SDL_Event
{
    [FieldOffset(0)]
    public uint type;

    [FieldOffset(0)]
    public SDL_WindowEvent window;

    [FieldOffset(0)]
    public SDL_KeyboardEvent key;

    [FieldOffset(0)]
    public SDL_UserEvent user;
}

[StructLayout(LayoutKind.Sequential)]
public struct SDL_WindowEvent
{
    public uint type;
    public uint timestamp;
    public uint windowID;
    public byte @event;
    public byte padding1;
    public byte padding2;
    public byte padding3;
    public int data1;
    public int data2;
}

[StructLayout(LayoutKind.Sequential)]
public struct SDL_Keysym
{
    public int scancode;
    public int sym;
    public ushort mod;
    public uint unused;
}

[StructLayout(LayoutKind.Sequential)]
public struct SDL_KeyboardEvent
{
    public uint type;
    public uint timestamp;
    public uint windowID;
    public byte state;
    public byte repeat;
    public byte padding2;
    public byte padding3;
    public SDL_Keysym keysym;
}

[StructLayout(LayoutKind.Sequential)]
public struct SDL_UserEvent
{
    public uint type;
    public uint timestamp;
    public uint windowID;
    public int code;
    public nint data1;
    public nint data2;
}
