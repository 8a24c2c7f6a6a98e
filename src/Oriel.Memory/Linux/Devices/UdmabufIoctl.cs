using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory.Linux.Devices;

/// <summary>The requests as system calls. Not run on a device: no machine of ours has /dev/udmabuf.</summary>
internal sealed unsafe class UdmabufIoctl : IUdmabufRequests
{
    public const string Device = "/dev/udmabuf";

    public static UdmabufIoctl Instance { get; } = new();

    public SafeFileHandle? TryOpen(out int error)
    {
        using var path = new NativeString(Device);
        var descriptor = Libc.open(path.Address, Libc.O_RDWR | Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NOCTTY, 0);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public int Create(SafeFileHandle device, SafeFileHandle memory, ulong offset, ulong size, out int error)
    {
        using var file = new DescriptorUse(memory);
        using var use = new DescriptorUse(device);
        var argument = new UdmabufCreate { memfd = (uint)file.Descriptor, flags = UdmabufCreate.CloseOnExec, offset = offset, size = size };
        var result = Libc.ioctl(use.Descriptor, UdmabufCreate.Request, &argument);
        error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        return result;
    }
}
