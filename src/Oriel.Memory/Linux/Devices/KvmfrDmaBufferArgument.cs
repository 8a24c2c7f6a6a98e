using System.Runtime.InteropServices;

namespace Oriel.Memory.Linux.Devices;

/// <summary>Argument of the KVMFR request that makes a DMA buffer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct KvmfrDmaBufferArgument
{
    [FieldOffset(0)]
    public byte Flags;

    [FieldOffset(8)]
    public ulong Offset;

    [FieldOffset(16)]
    public ulong Size;
}
