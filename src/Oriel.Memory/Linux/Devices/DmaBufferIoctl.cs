using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory.Linux.Devices;

/// <summary>The request as an ioctl call. Not run on a device: no machine of ours makes DMA buffers.</summary>
internal sealed unsafe class DmaBufferIoctl : IDmaBufferRequests
{
    private const int MostTries = 16;

    public static DmaBufferIoctl Instance { get; } = new();

    public bool TrySync(SafeFileHandle buffer, ulong flags)
    {
        var argument = new DmaBufSync { flags = flags };
        using var use = new DescriptorUse(buffer);
        for (var i = 0; i < MostTries; i++)
        {
            if (Libc.ioctl(use.Descriptor, DmaBufSync.Request, &argument) == 0)
            {
                return true;
            }

            // The kernel's text for it: to be repeated on EAGAIN and EINTR.
            if (Marshal.GetLastPInvokeError() is not (Libc.EINTR or Libc.EAGAIN))
            {
                return false;
            }
        }

        return false;
    }
}
