using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Gdi;

/// <summary>BITMAP.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BITMAP
{
    public int bmType;
    public int bmWidth;
    public int bmHeight;
    public int bmWidthBytes;
    public ushort bmPlanes;
    public ushort bmBitsPixel;
    public nint bmBits;
}
