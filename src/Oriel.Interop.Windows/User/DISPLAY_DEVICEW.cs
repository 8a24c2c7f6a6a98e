using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>DISPLAY_DEVICEW.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DISPLAY_DEVICEW
{
    public const uint DISPLAY_DEVICE_ATTACHED_TO_DESKTOP = 1;
    public const uint DISPLAY_DEVICE_PRIMARY_DEVICE = 4;
    public const uint DISPLAY_DEVICE_MIRRORING_DRIVER = 8;

    public uint cb;
    public fixed char DeviceName[32];
    public fixed char DeviceString[128];
    public uint StateFlags;
    public fixed char DeviceID[128];
    public fixed char DeviceKey[128];
}
