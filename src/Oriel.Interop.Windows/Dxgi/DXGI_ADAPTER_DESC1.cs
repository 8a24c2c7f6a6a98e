using Oriel.Interop.Windows.Win32;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>An adapter.</summary>
internal unsafe struct DXGI_ADAPTER_DESC1
{
    public fixed char Description[128];
    public uint VendorId;
    public uint DeviceId;
    public uint SubSysId;
    public uint Revision;
    public nuint DedicatedVideoMemory;
    public nuint DedicatedSystemMemory;
    public nuint SharedSystemMemory;
    public LUID AdapterLuid;
    public uint Flags;
}
