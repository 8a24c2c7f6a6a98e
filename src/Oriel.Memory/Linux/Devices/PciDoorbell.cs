using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Faults;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory.Linux.Devices;

/// <summary>
/// The registers of an ivshmem-doorbell device (BAR 0), mapped from sysfs inside a Linux guest. A ring is one store; the hypervisor checks its numbers. Interrupts are not received here:
/// they belong to a driver.
/// </summary>
internal sealed unsafe class PciDoorbell : IvshmemDoorbell, IDisposable
{
    private const int PositionRegister = 8;
    private const int DoorbellRegister = 12;
    private const ulong RegisterBytes = 16;

    private readonly SafeFileHandle _handle;
    private readonly byte* _page;
    private readonly byte* _registers;
    private FaultSlot* _guard;

    private PciDoorbell(SafeFileHandle handle, byte* page, byte* registers, FaultSlot* guard, ushort peerId, ushort vectorCount)
    {
        _handle = handle;
        _page = page;
        _registers = registers;
        _guard = guard;
        PeerId = peerId;
        VectorCount = vectorCount;
    }

    /// <inheritdoc/>
    public override ushort PeerId { get; }

    /// <inheritdoc/>
    public override ushort VectorCount { get; }

    /// <summary>Maps the registers of a device; null, with the reason, where there are no doorbells to ring.</summary>
    /// <param name="device">Its folder in sysfs.</param>
    /// <param name="problem">Why there are none; null for ivshmem-plain, which is not meant to have any.</param>
    public static PciDoorbell? TryOpen(string device, out string? problem)
    {
        problem = null;
        var vectors = PciResources.MsiXVectors(device);

        // BAR 1 holds the table of interrupts. ivshmem-plain has neither.
        if (vectors == 0 || !PciResources.TryGetBar(device, 1, out _, out _))
        {
            return null;
        }

        if (!PciResources.TryGetBar(device, 0, out var start, out var bytes) || bytes < RegisterBytes)
        {
            problem = $"{device}: BAR 0 has {bytes} bytes, and the registers take {RegisterBytes}";
            return null;
        }

        var path = Path.Combine(device, "resource0");
        SafeFileHandle handle;
        try
        {
            handle = RegionOpening.Open(path, RegionAccess.ReadWrite, RegionKind.PciBar);
        }
        catch (OrielException e)
        {
            problem = $"{e.Seen}; {e.Remedy}";
            return null;
        }

        var doorbell = Map(handle, path, start, (ushort)Math.Min(vectors ?? 1, IvshmemProtocol.MostVectors), out problem);
        if (doorbell is null)
        {
            handle.Dispose();
        }

        return doorbell;
    }

    /// <inheritdoc/>
    public override bool RingDoorbell(ushort peer, ushort vector)
    {
        if (vector >= VectorCount || _guard == null || Volatile.Read(ref _guard->Faulted) != 0)
        {
            return false;
        }

        // What was written to the memory, write-combined perhaps, is visible before the ring.
        Interlocked.MemoryBarrier();

        // SAFETY: inside the mapped page (Map checked it), aligned, and a single store. Dispose must not race, as for the region itself.
        Volatile.Write(ref *(uint*)(_registers + DoorbellRegister), ((uint)peer << 16) | vector);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_guard != null)
        {
            FaultGuard.Unregister(_guard);
            _guard = null;
            _ = Libc.munmap(_page, (nuint)Environment.SystemPageSize);
            _handle.Dispose();
        }
    }

    private static PciDoorbell? Map(SafeFileHandle handle, string path, ulong start, ushort vectors, out string? problem)
    {
        // The BAR is smaller than a page and need not begin one; the kernel maps whole pages, from the one it begins in.
        var page = (ulong)Environment.SystemPageSize;
        var inside = start & (page - 1);
        if (inside + RegisterBytes > page || inside % sizeof(uint) != 0)
        {
            problem = $"{path} begins at {start:x}, from where the registers do not fit into one page";
            return null;
        }

        const int Protection = Libc.PROT_READ | Libc.PROT_WRITE;
        byte* address;
        using (var use = new DescriptorUse(handle))
        {
            address = (byte*)Libc.mmap(null, (nuint)page, Protection, Libc.MAP_SHARED, use.Descriptor, 0);
        }

        if ((nint)address == -1)
        {
            problem = $"mapping {path} failed: {RegionOpening.Describe(Marshal.GetLastPInvokeError())}";
            return null;
        }

        // A device can be unplugged: its registers then fault like a file that shrank.
        FaultSlot* guard;
        try
        {
            guard = FaultGuard.Register(address, (nuint)page, Protection, path);
        }
        catch
        {
            _ = Libc.munmap(address, (nuint)page);
            handle.Dispose();
            throw;
        }

        var position = Volatile.Read(ref *(uint*)(address + inside + PositionRegister));
        if (position > ushort.MaxValue || Volatile.Read(ref guard->Faulted) != 0)
        {
            FaultGuard.Unregister(guard);
            _ = Libc.munmap(address, (nuint)page);
            problem = $"{path} tells peer number {position:x8}, and numbers are 0 to ffff: the device is not connected to its server";
            return null;
        }

        problem = null;
        return new PciDoorbell(handle, address, address + inside, guard, (ushort)position, vectors);
    }
}
