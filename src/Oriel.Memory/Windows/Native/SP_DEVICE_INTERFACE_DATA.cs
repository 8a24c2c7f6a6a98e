namespace Oriel.Memory.Windows.Native;

/// <summary>One device interface of a set (setupapi.h).</summary>
internal struct SP_DEVICE_INTERFACE_DATA
{
    public uint cbSize;
    public Guid InterfaceClassGuid;
    public uint Flags;
    public nuint Reserved;
}
