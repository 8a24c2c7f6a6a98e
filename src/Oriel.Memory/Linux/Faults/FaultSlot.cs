using System.Runtime.InteropServices;

namespace Oriel.Memory.Linux.Faults;

/// <summary>One guarded mapping, as the handler's machine code reads it (offsets are spelled out there).</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct FaultSlot
{
    /// <summary>First address.</summary>
    [FieldOffset(0)]
    public ulong Start;

    /// <summary>First address after it, on a page border; 0 = the slot is free. Written last when a slot is taken and first when it is freed.</summary>
    [FieldOffset(8)]
    public ulong End;

    /// <summary>Set by the handler before it replaces the mapping.</summary>
    [FieldOffset(16)]
    public uint Faulted;

    /// <summary>PROT_ flags of the replacement.</summary>
    [FieldOffset(20)]
    public int Protection;
}
