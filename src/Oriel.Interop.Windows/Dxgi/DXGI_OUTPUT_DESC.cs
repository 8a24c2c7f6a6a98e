using Oriel.Interop.Windows.Win32;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>An output.</summary>
internal unsafe struct DXGI_OUTPUT_DESC
{
    public fixed char DeviceName[32];
    public RECT DesktopCoordinates;
    public int AttachedToDesktop;
    public uint Rotation;
    public nint Monitor;
}
