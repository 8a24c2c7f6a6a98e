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
    public SDL_MouseMotionEvent motion;

    [FieldOffset(0)]
    public SDL_MouseButtonEvent button;

    [FieldOffset(0)]
    public SDL_MouseWheelEvent wheel;

    [FieldOffset(0)]
    public SDL_DropEvent drop;

    [FieldOffset(0)]
    public SDL_SysWMEvent syswm;

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

[StructLayout(LayoutKind.Sequential)]
public struct SDL_MouseMotionEvent
{
    public uint type;
    public uint timestamp;
    public uint windowID;
    public uint which;
    public uint state;
    public int x;
    public int y;
    public int xrel;
    public int yrel;
}

[StructLayout(LayoutKind.Sequential)]
public struct SDL_MouseButtonEvent
{
    public uint type;
    public uint timestamp;
    public uint windowID;
    public uint which;
    public byte button;
    public byte state;
    public byte clicks;
    public byte padding1;
    public int x;
    public int y;
}

[StructLayout(LayoutKind.Sequential)]
public struct SDL_MouseWheelEvent
{
    public uint type;
    public uint timestamp;
    public uint windowID;
    public uint which;
    public int x;
    public int y;
    public uint direction;
    public float preciseX;
    public float preciseY;
    public int mouseX;
    public int mouseY;
}

[StructLayout(LayoutKind.Sequential)]
public struct SDL_DropEvent
{
    public uint type;
    public uint timestamp;
    public nint file;
    public uint windowID;
}

[StructLayout(LayoutKind.Sequential)]
public struct SDL_SysWMEvent
{
    public uint type;
    public uint timestamp;
    public nint msg;
}
