using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>LASTINPUTINFO.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LASTINPUTINFO
{
    public uint cbSize;
    public uint dwTime;
}
