using Oriel.Memory.Linux;
using Oriel.Memory.Linux.Devices;

namespace Oriel.Memory;

/// <content>Lending parts of the memory to GPU drivers.</content>
public sealed unsafe partial class Region
{
    /// <summary>Why no DMA buffer can be made of this memory (its kind, no /dev/udmabuf, no permission); null when it is worth trying. A few system calls at most: not for the frame path.</summary>
    public OrielException? DmaBufferObstacle => _memory.DmaBuffers is { } maker ? maker.Obstacle : NotLendable();

    /// <summary>
    /// Makes a DMA buffer of a part of a KVMFR device (kvmfr.md section 10) or of a sealed memory file (through /dev/udmabuf), for import by a GPU driver. Nothing but this part can be reached through it. The
    /// frame must be complete before it is used: there is no fence. Throws <see cref="OrielException"/> when that is refused.
    /// </summary>
    /// <param name="offset">Start, on a page border.</param>
    /// <param name="size">Length, a multiple of the page size; round rows * pitch up and check the end of the region.</param>
    /// <returns>The buffer, owned by the caller. It keeps its memory alive, also when the region is disposed.</returns>
    public DmaBuffer CreateDmaBuffer(ulong offset, ulong size)
    {
        var maker = _memory.DmaBuffers ?? throw NotLendable();
        var page = (ulong)Environment.SystemPageSize;
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset % page, 0UL, nameof(offset));
        ArgumentOutOfRangeException.ThrowIfNotEqual(size % page, 0UL, nameof(size));
        ArgumentOutOfRangeException.ThrowIfZero(size);
        _ = ReadableRange(offset, size);
        return new DmaBuffer(maker.Create(offset, size), size, DmaBufferIoctl.Instance);
    }

    /// <summary>A memory file whose requests to /dev/udmabuf a test answers.</summary>
    internal static Region CreateLendable(string name, ulong size, IUdmabufRequests requests)
    {
        var memory = (DescriptorMapping)new LinuxRegions().CreateAnonymous(name, size);
        memory.DmaBufferMaker = UdmabufBuffers.TryFor(memory.Handle!, name, requests);
        return new Region(memory);
    }

    private OrielException NotLendable() => new(
        MemoryErrors.NotLendable,
        $"{Name} is {Kind switch { RegionKind.File => "an ordinary file", RegionKind.PciBar => "a PCI device", RegionKind.IvshmemDevice => "a PCI device", _ => "not sealed against shrinking" }}",
        "a memory file that an ivshmem server sealed, or a KVMFR device",
        "nothing is lost but a copy; 'oriel serve' makes such memory");
}
