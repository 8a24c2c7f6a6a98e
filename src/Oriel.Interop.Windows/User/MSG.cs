using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>MSG.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MSG
{
    public nint hwnd;
    public uint message;
    public nuint wParam;
    public nint lParam;
    public uint time;
    public int ptX;
    public int ptY;
}
