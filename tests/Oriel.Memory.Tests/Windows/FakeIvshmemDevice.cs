using Oriel.Memory.Windows.Ivshmem;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Windows;

/// <summary>One device of a <see cref="FakeIvshmemMachine"/>: its memory is a file that a consumer can map as well.</summary>
internal sealed class FakeIvshmemDevice
{
    public FakeIvshmemDevice(uint bus, uint device, long bytes)
    {
        Slot = new PciSlot(bus, device << 16);
        Path = $@"\\?\pci#ven_1af4&dev_1110#{bus}&{device:x4}#{{df576976-569d-4672-95a0-f57e4ea0b210}}";
        Bytes = bytes;
        AnsweredSize = (ulong)bytes;
    }

    public string Path { get; }

    public PciSlot Slot { get; }

    public long Bytes { get; }

    /// <summary>What the driver says; the truth unless a test says otherwise.</summary>
    public ulong AnsweredSize { get; set; }

    /// <summary>Size in the answer to a mapping; null = <see cref="AnsweredSize"/>.</summary>
    public ulong? MappedSize { get; set; }

    /// <summary>Added to the address in the answer to a mapping; null = no address at all.</summary>
    public int? AddressShift { get; set; } = 0;

    /// <summary>Bytes the driver says it wrote less than it should.</summary>
    public uint MissingBytes { get; set; }

    public ushort PeerId { get; set; }

    public ushort Vectors { get; set; }

    /// <summary>False when Windows found no driver for it.</summary>
    public bool HasDriver { get; set; } = true;

    public uint Problem { get; set; }

    /// <summary>True for a driver of the time before cache modes: its mapping request takes no input.</summary>
    public bool IsOldDriver { get; set; }

    /// <summary>The error of a second mapping.</summary>
    public int InUseError { get; set; } = 170;

    public bool IsRemoved { get; private set; }

    /// <summary>Handle that owns the mapping.</summary>
    public object? Owner { get; set; }

    /// <summary>Cache mode of the mapping; -1 when none was named.</summary>
    public int CacheMode { get; set; } = -1;

    public int OpenHandles { get; set; }

    public int Releases { get; set; }

    public List<(ushort Peer, ushort Vector)> Rings { get; } = [];

    /// <summary>The memory.</summary>
    public TempRegion File { get; } = new();

    /// <summary>Unplugs it.</summary>
    public void Remove() => IsRemoved = true;
}
