using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>CURSORINFO.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CURSORINFO
{
    public uint cbSize;
    public uint flags;
    public nint hCursor;
    public int ptScreenPosX;
    public int ptScreenPosY;
}
