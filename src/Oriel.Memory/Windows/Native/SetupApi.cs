using System.Runtime.InteropServices;

namespace Oriel.Memory.Windows.Native;

/// <summary>Finding devices, with native spelling.</summary>
internal static unsafe partial class SetupApi
{
    public const uint DIGCF_PRESENT = 2;
    public const uint DIGCF_ALLCLASSES = 4;
    public const uint DIGCF_DEVICEINTERFACE = 0x10;

    public const uint SPDRP_DEVICEDESC = 0;
    public const uint SPDRP_HARDWAREID = 1;
    public const uint SPDRP_SERVICE = 4;
    public const uint SPDRP_BUSNUMBER = 0x15;
    public const uint SPDRP_ADDRESS = 0x1C;

    /// <summary>Value of cbSize in <c>SP_DEVICE_INTERFACE_DETAIL_DATA_W</c>: its size with a path of one character.</summary>
    public const uint DetailBytes = 8;

    /// <summary>Where the path begins in that structure.</summary>
    public const int DetailPathAt = 4;

    [LibraryImport(Libraries.SetupApi, SetLastError = true)]
    public static partial nint SetupDiGetClassDevsW(Guid* classGuid, char* enumerator, nint window, uint flags);

    [LibraryImport(Libraries.SetupApi)]
    public static partial int SetupDiDestroyDeviceInfoList(nint set);

    [LibraryImport(Libraries.SetupApi, SetLastError = true)]
    public static partial int SetupDiEnumDeviceInfo(nint set, uint index, SP_DEVINFO_DATA* device);

    [LibraryImport(Libraries.SetupApi, SetLastError = true)]
    public static partial int SetupDiEnumDeviceInterfaces(nint set, SP_DEVINFO_DATA* device, Guid* interfaceClass, uint index, SP_DEVICE_INTERFACE_DATA* data);

    [LibraryImport(Libraries.SetupApi, SetLastError = true)]
    public static partial int SetupDiGetDeviceInterfaceDetailW(nint set, SP_DEVICE_INTERFACE_DATA* data, byte* detail, uint bytes, uint* needed, SP_DEVINFO_DATA* device);

    [LibraryImport(Libraries.SetupApi, SetLastError = true)]
    public static partial int SetupDiGetDeviceRegistryPropertyW(nint set, SP_DEVINFO_DATA* device, uint property, uint* type, byte* buffer, uint bytes, uint* needed);

    [LibraryImport(Libraries.CfgMgr32)]
    public static partial uint CM_Get_DevNode_Status(uint* status, uint* problem, uint device, uint flags);
}
