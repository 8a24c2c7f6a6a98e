using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory.Linux.Devices;

/// <summary>The requests as ioctl calls. Written from kvmfr.md section 10 and not tried against the real module yet.</summary>
internal sealed unsafe class KvmfrIoctl : IKvmfrRequests
{
    private const nuint GetSizeRequest = 0x7544;
    private const nuint CreateDmaBufferRequest = 0x40187542;
    private const byte CloseOnExec = 1;

    public static KvmfrIoctl Instance { get; } = new();

    public bool TryGetSize(SafeFileHandle device, out ulong bytes, out int error)
    {
        using var use = new DescriptorUse(device);
        var result = Libc.ioctl(use.Descriptor, GetSizeRequest, null);
        error = result == -1 ? Marshal.GetLastPInvokeError() : 0;
        bytes = SizeFromResult(result);
        return result != -1;
    }

    public int CreateDmaBuffer(SafeFileHandle device, ulong offset, ulong size, out int error)
    {
        var argument = new KvmfrDmaBufferArgument { Flags = CloseOnExec, Offset = offset, Size = size };
        using var use = new DescriptorUse(device);
        var result = Libc.ioctl(use.Descriptor, CreateDmaBufferRequest, &argument);
        error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        return result;
    }

    /// <summary>The size is the return value of a call that returns int: one of 2 GiB or more arrives as a negative number.</summary>
    internal static ulong SizeFromResult(int result) => unchecked((uint)result);
}
