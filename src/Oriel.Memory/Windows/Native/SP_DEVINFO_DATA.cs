namespace Oriel.Memory.Windows.Native;

/// <summary>One device of a set (setupapi.h).</summary>
internal struct SP_DEVINFO_DATA
{
    public uint cbSize;
    public Guid ClassGuid;
    public uint DevInst;
    public nuint Reserved;
}
