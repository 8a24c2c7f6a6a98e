using Oriel.Host.Sizes;

namespace Oriel.Host.Setup;

/// <summary>What a machine should become.</summary>
public sealed record SetupWish
{
    /// <summary>The screen a new region is made for when none is named.</summary>
    public static readonly (int Width, int Height) UsualMode = (3840, 2160);

    /// <summary>Kind of memory.</summary>
    public MemoryKind Memory { get; init; }

    /// <summary>Kind for a machine that has none; never <see cref="MemoryKind.Keep"/>.</summary>
    public MemoryKind NewMemory { get; init; } = MemoryKind.Plain;

    /// <summary>Name of the region (file in /dev/shm, machine of <c>oriel serve</c>); empty = as it is, else <see cref="NewName"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Name for a region that is made.</summary>
    public string NewName { get; init; } = "oriel";

    /// <summary>Folder of a doorbell server's socket.</summary>
    public string SocketFolder { get; init; } = "/run/oriel";

    /// <summary>The kvmfr device, when a new one is used.</summary>
    public string KvmfrDevice { get; init; } = "/dev/kvmfr0";

    /// <summary>QEMU takes JSON in -device and -object (QEMU 6.2 with libvirt 7.9).</summary>
    public bool QemuTakesJson { get; init; } = true;

    /// <summary>Largest mode; 0 × 0 = the size stays as it is, and what is made is made for <see cref="UsualMode"/>.</summary>
    public (int Width, int Height) Mode { get; init; }

    /// <summary>The guest shows HDR.</summary>
    public bool Hdr { get; init; }

    /// <summary>Size of the region, a power of two; 0 = by the mode.</summary>
    public ulong Bytes { get; init; }

    /// <summary>Unix socket for SPICE; empty = the loopback address.</summary>
    public string SpiceSocket { get; init; } = "";

    /// <summary>SPICE server, for everything that is not the picture.</summary>
    public bool Spice { get; init; } = true;

    /// <summary>Channel of the guest's SPICE agent: clipboard and files.</summary>
    public bool Clipboard { get; init; } = true;

    /// <summary>Mouse and keyboard by virtio.</summary>
    public bool Inputs { get; init; } = true;

    /// <summary>Sound device and its way through SPICE.</summary>
    public bool Sound { get; init; } = true;

    /// <summary>Leave a tablet in.</summary>
    public bool KeepTablet { get; init; }

    /// <summary>Leave a memory balloon in.</summary>
    public bool KeepBalloon { get; init; }

    /// <summary>Size of a region that is made.</summary>
    public ulong NewBytes => Bytes > 0 ? Bytes : RegionSize.Any(ModeOrUsual.Width, ModeOrUsual.Height, Hdr);

    /// <summary>Mode asked for, else the usual one.</summary>
    public (int Width, int Height) ModeOrUsual => Mode.Width > 0 ? Mode : UsualMode;

    /// <summary>Size a region that exists should have: never smaller than it is, unless a size was asked for.</summary>
    public ulong Resized(ulong bytes) => Bytes > 0 ? Bytes : Mode.Width > 0 ? Math.Max(RegionSize.PowerOfTwo(bytes), NewBytes) : RegionSize.PowerOfTwo(bytes);
}
