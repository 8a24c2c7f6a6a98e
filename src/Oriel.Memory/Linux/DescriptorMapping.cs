using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Devices;
using Oriel.Memory.Linux.Faults;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory.Linux;

/// <summary>A shared mapping of an open descriptor: a file, a device, a memory file. Guarded against shrinking where the file can shrink.</summary>
internal sealed unsafe class DescriptorMapping : MappedMemory
{
    private readonly SafeFileHandle _handle;
    private FaultSlot* _guard;
    private bool _wasFaulted;

    private DescriptorMapping(byte* address, ulong bytes, SafeFileHandle handle, RegionKind kind, string name, bool isWritable, in RegionBacking backing, FaultSlot* guard)
        : base(address, bytes, kind, name, isWritable, backing)
    {
        _handle = handle;
        _guard = guard;
    }

    /// <inheritdoc/>
    public override bool IsFaulted => _guard != null ? Volatile.Read(ref _guard->Faulted) != 0 : _wasFaulted;

    /// <inheritdoc/>
    public override SafeFileHandle? Handle => _handle;

    /// <inheritdoc/>
    public override IDmaBufferMaker? DmaBuffers => DmaBufferMaker ??= UdmabufBuffers.TryFor(_handle, Name, UdmabufIoctl.Instance);

    /// <inheritdoc/>
    public override IvshmemDoorbell? Doorbell => PciDoorbell;

    /// <inheritdoc/>
    public override string? DoorbellProblem => PciDoorbellProblem;

    /// <summary>Set for the BAR of an ivshmem-doorbell device. Owned by this object.</summary>
    public PciDoorbell? PciDoorbell { get; set; }

    /// <summary>Why there is none although there should be.</summary>
    public string? PciDoorbellProblem { get; set; }

    /// <summary>Set for KVMFR devices, and by tests; sealed memory files get one when it is asked for.</summary>
    public IDmaBufferMaker? DmaBufferMaker { get; set; }

    /// <summary>Maps an open descriptor and checks that nothing moved meanwhile. Takes the handle over, also when it throws.</summary>
    public static DescriptorMapping Map(
        SafeFileHandle handle,
        RegionKind kind,
        string name,
        RegionAccess access,
        in RegionBacking before,
        ulong bytes,
        bool isWeaklyOrdered = false,
        IDmaBufferMaker? dmaBuffers = null,
        bool isSealed = false)
    {
        var protection = Libc.PROT_READ | (access == RegionAccess.ReadWrite ? Libc.PROT_WRITE : 0);
        byte* address;
        using (var use = new DescriptorUse(handle))
        {
            address = (byte*)Libc.mmap(null, (nuint)bytes, protection, Libc.MAP_SHARED, use.Descriptor, 0);
        }

        if ((nint)address == -1)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new OrielException(
                MemoryErrors.MapFailed,
                $"mapping {bytes} bytes of {name} failed: {RegionOpening.Describe(error)}",
                "a shared mapping of the whole file or device",
                "check the limit on address space (ulimit -v) and that the file system supports shared mappings (tmpfs does)");
        }

        FaultSlot* guard = null;
        try
        {
            // A memory file that is sealed cannot shrink; everything else is guarded before it is touched.
            guard = isSealed || kind == RegionKind.Memfd ? null : FaultGuard.Register(address, (nuint)bytes, protection, name);
        }
        catch
        {
            _ = Libc.munmap(address, (nuint)bytes);
            throw;
        }

        var mapping = new DescriptorMapping(address, bytes, handle, kind, name, access == RegionAccess.ReadWrite, before, guard)
        {
            IsWeaklyOrdered = isWeaklyOrdered,
            DmaBufferMaker = dmaBuffers,
        };
        var after = RegionOpening.Stat(handle, name);
        if (!after.IsSameAs(before))
        {
            mapping.Dispose();
            throw new OrielException(
                MemoryErrors.Unstable,
                $"{name} had {before.SizeBytes} bytes before it was mapped and {after.SizeBytes} after",
                "a file that keeps its size while it is opened",
                "try again; if it stays so, find out which program resizes it: fuser -v " + name);
        }

        return mapping;
    }

    /// <inheritdoc/>
    public override bool HasBackingChanged() => Kind switch
    {
        // A sealed memory file has no name that could come to mean something else, and no other size.
        RegionKind.Memfd or RegionKind.Served => false,
        _ => !FileStat.TryOfPath(Name, followLinks: false, out var now, out _) || !now.IsSameAs(Backing),
    };

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_guard != null)
        {
            // Read first: a freed slot may be another region's at once.
            _wasFaulted = _guard->Faulted != 0;
            FaultGuard.Unregister(_guard);
            _guard = null;
        }

        PciDoorbell?.Dispose();
        _ = Libc.munmap(Address, (nuint)LengthBytes);
        _handle.Dispose();
    }
}
