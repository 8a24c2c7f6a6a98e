using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Machine;

/// <summary>Head of a SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX about a processor, up to where its groups begin.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PROCESSOR_RELATION_HEAD
{
    public uint Relationship;
    public uint Size;
    public byte Flags;
    public byte EfficiencyClass;
    private fixed byte _reserved[20];
    public ushort GroupCount;
}

/// <summary>GROUP_AFFINITY.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GROUP_AFFINITY
{
    public nuint Mask;
    public ushort Group;
    private fixed ushort _reserved[3];
}
