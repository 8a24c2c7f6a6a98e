using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>MOUSEINPUT.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MOUSEINPUT
{
    public int dx;
    public int dy;
    public uint mouseData;
    public uint dwFlags;
    public uint time;
    public nuint dwExtraInfo;
}
