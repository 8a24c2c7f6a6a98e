using System.Runtime.InteropServices;

namespace Oriel.Memory.Linux.Native;

/// <summary><c>struct sigaction</c> of glibc on x86-64.</summary>
[StructLayout(LayoutKind.Explicit, Size = 152)]
internal unsafe struct SignalAction
{
    [FieldOffset(0)]
    public nint Handler;

    [FieldOffset(8)]
    public fixed byte Mask[128];

    [FieldOffset(136)]
    public int Flags;

    [FieldOffset(144)]
    public nint Restorer;
}
