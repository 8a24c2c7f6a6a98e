using Oriel.Interop.Windows.Win32;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>An output with its colour space and luminances.</summary>
internal unsafe struct DXGI_OUTPUT_DESC1
{
    public fixed char DeviceName[32];
    public RECT DesktopCoordinates;
    public int AttachedToDesktop;
    public uint Rotation;
    public nint Monitor;
    public uint BitsPerColor;
    public uint ColorSpace;
    public fixed float RedPrimary[2];
    public fixed float GreenPrimary[2];
    public fixed float BluePrimary[2];
    public fixed float WhitePoint[2];
    public float MinLuminance;
    public float MaxLuminance;
    public float MaxFullFrameLuminance;
}
