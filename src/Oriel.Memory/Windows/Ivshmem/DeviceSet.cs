using Oriel.Memory.Windows.Native;

namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>A set of devices that SetupAPI made, for the length of one search. A set that could not be made is empty.</summary>
internal readonly unsafe ref struct DeviceSet
{
    private readonly nint _set;

    private DeviceSet(nint set) => _set = set;

    /// <summary>The present devices that offer an interface.</summary>
    public static DeviceSet OfInterfaces(Guid interfaceClass) =>
        // SAFETY (all methods): structures and buffers on the stack or pinned, with their sizes.
        new(SetupApi.SetupDiGetClassDevsW(&interfaceClass, null, 0, SetupApi.DIGCF_PRESENT | SetupApi.DIGCF_DEVICEINTERFACE));

    /// <summary>The present devices on PCI buses, with or without driver.</summary>
    public static DeviceSet OfPci()
    {
        fixed (char* enumerator = "PCI")
        {
            return new(SetupApi.SetupDiGetClassDevsW(null, enumerator, 0, SetupApi.DIGCF_PRESENT | SetupApi.DIGCF_ALLCLASSES));
        }
    }

    /// <summary>The device manager's problem code; 0 = none, or not known.</summary>
    public static uint ProblemOf(in SP_DEVINFO_DATA device)
    {
        uint status;
        uint problem;
        return SetupApi.CM_Get_DevNode_Status(&status, &problem, device.DevInst, 0) == 0 ? problem : 0;
    }

    /// <summary>The n-th device; false when there are no more.</summary>
    public bool TryGetDevice(uint index, out SP_DEVINFO_DATA device)
    {
        var data = new SP_DEVINFO_DATA { cbSize = (uint)sizeof(SP_DEVINFO_DATA) };
        var found = _set != Kernel32.INVALID_HANDLE_VALUE && SetupApi.SetupDiEnumDeviceInfo(_set, index, &data) != 0;
        device = data;
        return found;
    }

    /// <summary>The n-th interface; false when there are no more. The path is null when it went away meanwhile.</summary>
    public bool TryGetInterface(Guid interfaceClass, uint index, out string? path, out SP_DEVINFO_DATA device)
    {
        path = null;
        var owner = new SP_DEVINFO_DATA { cbSize = (uint)sizeof(SP_DEVINFO_DATA) };
        var data = new SP_DEVICE_INTERFACE_DATA { cbSize = (uint)sizeof(SP_DEVICE_INTERFACE_DATA) };
        device = owner;
        if (_set == Kernel32.INVALID_HANDLE_VALUE || SetupApi.SetupDiEnumDeviceInterfaces(_set, null, &interfaceClass, index, &data) == 0)
        {
            return false;
        }

        uint needed = 0;
        _ = SetupApi.SetupDiGetDeviceInterfaceDetailW(_set, &data, null, 0, &needed, null);
        if (needed <= SetupApi.DetailPathAt)
        {
            return true;
        }

        // Two more bytes than it fills, zeros: the path ends even if the system forgot to end it.
        var detail = new byte[needed + sizeof(char)];
        fixed (byte* buffer = detail)
        {
            *(uint*)buffer = SetupApi.DetailBytes;
            if (SetupApi.SetupDiGetDeviceInterfaceDetailW(_set, &data, buffer, needed, null, &owner) != 0)
            {
                path = new string((char*)(buffer + SetupApi.DetailPathAt));
                device = owner;
            }
        }

        return true;
    }

    /// <summary>Where the device sits; devices that do not say so come last.</summary>
    public PciSlot SlotOf(in SP_DEVINFO_DATA device) => new(NumberOf(device, SetupApi.SPDRP_BUSNUMBER), NumberOf(device, SetupApi.SPDRP_ADDRESS));

    /// <summary>The strings of a property; none when it does not have it.</summary>
    public string[] TextsOf(in SP_DEVINFO_DATA device, uint property)
    {
        var copy = device;
        uint needed = 0;
        _ = SetupApi.SetupDiGetDeviceRegistryPropertyW(_set, &copy, property, null, null, 0, &needed);
        if (needed == 0)
        {
            return [];
        }

        var bytes = new byte[needed];
        fixed (byte* buffer = bytes)
        {
            return SetupApi.SetupDiGetDeviceRegistryPropertyW(_set, &copy, property, null, buffer, needed, null) != 0
                ? new string((char*)buffer, 0, bytes.Length / sizeof(char)).Split('\0', StringSplitOptions.RemoveEmptyEntries)
                : [];
        }
    }

    public void Dispose()
    {
        if (_set != Kernel32.INVALID_HANDLE_VALUE)
        {
            _ = SetupApi.SetupDiDestroyDeviceInfoList(_set);
        }
    }

    private uint NumberOf(in SP_DEVINFO_DATA device, uint property)
    {
        var copy = device;
        uint value;
        return SetupApi.SetupDiGetDeviceRegistryPropertyW(_set, &copy, property, null, (byte*)&value, sizeof(uint), null) != 0 ? value : uint.MaxValue;
    }
}
