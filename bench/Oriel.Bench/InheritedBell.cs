using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory;
using Oriel.Memory.Linux.Native;

namespace Oriel.Bench;

/// <summary>A doorbell over an eventfd that both processes of a benchmark have: what an ivshmem server hands out, without the server.</summary>
internal sealed class InheritedBell(ushort id, WakeEvent wake, bool isConsumer) : IvshmemDoorbell
{
    private const int SetDescriptorFlags = 2;

    /// <summary>Number of the consumer.</summary>
    public const ushort Consumer = 2;

    /// <summary>Number of the producer.</summary>
    public const ushort Producer = 1;

    public override ushort PeerId => id;

    public override ushort VectorCount => 1;

    public override WakeEvent? Incoming => isConsumer ? wake : null;

    public override bool RingDoorbell(ushort peer, ushort vector)
    {
        wake.Signal();
        return true;
    }

    /// <summary>Lets a child process inherit the event; returns the number it has there.</summary>
    public static string Pass(WakeEvent wake)
    {
        var descriptor = (int)wake.Handle.DangerousGetHandle();
        _ = Libc.fcntl(descriptor, SetDescriptorFlags, 0);
        return descriptor.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The event a parent passed.</summary>
    public static WakeEvent Adopt(int descriptor) => new(new SafeFileHandle(descriptor, ownsHandle: true));
}
