using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Gdi;

/// <summary>BITMAPINFO with two colours: enough for 1 and 32 bits a pixel.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BITMAPINFO2
{
    public BITMAPINFOHEADER bmiHeader;
    public uint bmiColor0;
    public uint bmiColor1;

    /// <summary>A top-down bitmap.</summary>
    public static unsafe BITMAPINFO2 TopDown(int width, int height, ushort bits) => new()
    {
        bmiHeader = new BITMAPINFOHEADER { biSize = (uint)sizeof(BITMAPINFOHEADER), biWidth = width, biHeight = -height, biPlanes = 1, biBitCount = bits },
        bmiColor1 = 0xFFFFFF,
    };
}
