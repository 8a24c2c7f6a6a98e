using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>ICONINFO.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ICONINFO
{
    public int fIcon;
    public uint xHotspot;
    public uint yHotspot;
    public nint hbmMask;
    public nint hbmColor;
}
