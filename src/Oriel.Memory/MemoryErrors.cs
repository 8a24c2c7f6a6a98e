namespace Oriel.Memory;

/// <summary>Errors of this room, ORL101 to ORL199. All are environment trouble: nothing here depends on what a guest wrote.</summary>
public static class MemoryErrors
{
    // Exit status "the region is missing or may not be opened" of the programs; see docs/errors.md.
    private const int RegionExit = 3;

    /// <summary>No file, device or PCI function of that name.</summary>
    public static readonly ErrorCode Missing = new("ORL101", "the shared memory does not exist", RegionExit);

    /// <summary>The kernel refused access.</summary>
    public static readonly ErrorCode PermissionDenied = new("ORL102", "the shared memory may not be opened", RegionExit);

    /// <summary>A folder, pipe, symbolic link or another thing that cannot be a region.</summary>
    public static readonly ErrorCode WrongType = new("ORL103", "this is not a shared-memory file or device", RegionExit);

    /// <summary>A file of no bytes.</summary>
    public static readonly ErrorCode Empty = new("ORL104", "the shared-memory file is empty", RegionExit);

    /// <summary>More than any ivshmem set-up uses.</summary>
    public static readonly ErrorCode TooLarge = new("ORL105", "the shared memory is larger than anything Oriel maps", RegionExit);

    /// <summary>The name of a KVMFR device, but an ordinary file.</summary>
    public static readonly ErrorCode DeviceIsFile = new("ORL106", "a KVMFR device name is an ordinary file", RegionExit);

    /// <summary>The backing changed while it was being mapped.</summary>
    public static readonly ErrorCode Unstable = new("ORL107", "the shared memory changed while it was opened", RegionExit);

    /// <summary>mmap refused.</summary>
    public static readonly ErrorCode MapFailed = new("ORL108", "the shared memory could not be mapped", RegionExit);

    /// <summary>The KVMFR device did not answer a request.</summary>
    public static readonly ErrorCode KvmfrRequestFailed = new("ORL109", "the KVMFR device refused a request", RegionExit);

    /// <summary>The ivshmem PCI function could not be switched on.</summary>
    public static readonly ErrorCode PciEnableFailed = new("ORL110", "the ivshmem PCI device could not be enabled", RegionExit);

    /// <summary>A file or memory file could not be made or resized.</summary>
    public static readonly ErrorCode CreateFailed = new("ORL111", "the shared memory could not be created", RegionExit);

    /// <summary>The defence against a shrinking file cannot be installed on this machine.</summary>
    public static readonly ErrorCode NoFaultGuard = new("ORL112", "this processor or system is not supported", RegionExit);

    /// <summary>Another system call failed unexpectedly.</summary>
    public static readonly ErrorCode SystemCall = new("ORL113", "the system refused a request", RegionExit);

    /// <summary>An ivshmem PCI device is there, and no driver runs it.</summary>
    public static readonly ErrorCode DriverMissing = new("ORL114", "the ivshmem device has no driver", RegionExit);

    /// <summary>Another program has the device.</summary>
    public static readonly ErrorCode InUse = new("ORL115", "the shared memory is in use by another program", RegionExit);

    /// <summary>The IVSHMEM driver refused, or its answer makes no sense.</summary>
    public static readonly ErrorCode DriverRequestFailed = new("ORL116", "the IVSHMEM driver refused a request", RegionExit);

    /// <summary>/dev/udmabuf is missing, or may not be opened.</summary>
    public static readonly ErrorCode NoUdmabuf = new("ORL117", "memory files cannot be lent to the GPU on this machine", RegionExit);

    /// <summary>/dev/udmabuf did not make a DMA buffer.</summary>
    public static readonly ErrorCode UdmabufRefused = new("ORL118", "/dev/udmabuf refused a request", RegionExit);

    /// <summary>Memory of a kind that no device makes DMA buffers of.</summary>
    public static readonly ErrorCode NotLendable = new("ORL119", "this shared memory cannot be lent to the GPU", RegionExit);

    /// <summary>A Unix socket could not be made or reached.</summary>
    public static readonly ErrorCode SocketFailed = new("ORL120", "the socket of an ivshmem server cannot be used", RegionExit);

    /// <summary>What came over the socket is not the ivshmem protocol, or not its version 0.</summary>
    public static readonly ErrorCode ServerProtocol = new("ORL121", "the ivshmem server speaks another protocol", RegionExit);

    /// <summary>The server did not finish its greeting in time.</summary>
    public static readonly ErrorCode ServerSilent = new("ORL122", "the ivshmem server does not answer", RegionExit);

    /// <summary>Not enough huge pages.</summary>
    public static readonly ErrorCode NoHugePages = new("ORL123", "the shared memory cannot be made of huge pages", RegionExit);
}
