using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Gdi;

/// <summary>BITMAPINFOHEADER followed by room for the two colours of a monochrome bitmap.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BITMAPINFOHEADER
{
    public uint biSize;
    public int biWidth;
    public int biHeight;
    public ushort biPlanes;
    public ushort biBitCount;
    public uint biCompression;
    public uint biSizeImage;
    public int biXPelsPerMeter;
    public int biYPelsPerMeter;
    public uint biClrUsed;
    public uint biClrImportant;
}
