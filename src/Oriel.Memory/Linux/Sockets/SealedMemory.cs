using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory;

/// <summary>
/// A memory file of fixed size that is handed to others and not mapped here: sealed against shrinking, growing and further seals. It lives as long as anybody has it open or mapped.
/// </summary>
public sealed unsafe class SealedMemory : IDisposable
{
    /// <summary>Size of a huge page here.</summary>
    public const ulong HugePageBytes = 2UL << 20;

    private const int Seals = Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL;

    private SealedMemory(SafeFileHandle handle, ulong sizeBytes)
    {
        Handle = handle;
        SizeBytes = sizeBytes;
    }

    /// <summary>The descriptor, for handing it to a peer. Owned by this object.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Size.</summary>
    public ulong SizeBytes { get; }

    /// <summary>Creates one, zeroed.</summary>
    /// <param name="name">Shown by the kernel, for diagnosis.</param>
    /// <param name="sizeBytes">Size; with huge pages a multiple of <see cref="HugePageBytes"/>.</param>
    /// <param name="hugePages">Take it from the huge pages that the administrator set aside, all of it now.</param>
    public static SealedMemory Create(string name, ulong sizeBytes, bool hugePages = false)
    {
        RegionOpening.RequireSize(name, sizeBytes);
        using var nativeName = new NativeString(name);
        var descriptor = Libc.memfd_create(nativeName.Address, Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING | (hugePages ? Libc.MFD_HUGETLB | Libc.MFD_HUGE_2MB : 0));
        if (descriptor < 0)
        {
            throw Failed(name, hugePages, "memfd_create");
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            if (Libc.ftruncate(descriptor, (long)sizeBytes) != 0)
            {
                throw Failed(name, hugePages, $"resizing to {sizeBytes} bytes");
            }

            if (Libc.fcntl(descriptor, Libc.F_ADD_SEALS, Seals) != 0)
            {
                throw Failed(name, hugePages, "sealing");
            }

            if (hugePages)
            {
                Reserve(descriptor, name, sizeBytes);
            }

            return new SealedMemory(handle, sizeBytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a memory file that a service manager kept for us; null when it is none, or not sealed. Owns the handle when it is one.</summary>
    public static SealedMemory? TryAdopt(SafeFileHandle handle) =>
        AreSealed(handle) && FileStat.TryOfDescriptor(handle, out var backing, out _) && backing.SizeBytes is > 0 and <= Region.LargestBytes ? new SealedMemory(handle, backing.SizeBytes) : null;

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    /// <summary>True when the file behind the descriptor can never shrink.</summary>
    internal static bool IsSealedAgainstShrinking(SafeFileHandle handle) => (SealsOf(handle) & Libc.F_SEAL_SHRINK) != 0;

    private static bool AreSealed(SafeFileHandle handle) => (SealsOf(handle) & Seals) == Seals;

    /// <summary>None for files that cannot be sealed.</summary>
    private static int SealsOf(SafeFileHandle handle)
    {
        using var use = new DescriptorUse(handle);
        return Math.Max(0, Libc.fcntl(use.Descriptor, Libc.F_GET_SEALS, 0));
    }

    /// <summary>Mapping reserves huge pages for the file, and the reservation stays with it: too few are told now, not by a SIGBUS in the virtual machine.</summary>
    private static void Reserve(int descriptor, string name, ulong sizeBytes)
    {
        var address = Libc.mmap(null, (nuint)sizeBytes, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, descriptor, 0);
        if ((nint)address == -1)
        {
            throw Failed(name, hugePages: true, $"reserving {sizeBytes / HugePageBytes} huge pages");
        }

        _ = Libc.munmap(address, (nuint)sizeBytes);
    }

    private static OrielException Failed(string name, bool hugePages, string step)
    {
        var error = Marshal.GetLastPInvokeError();
        return hugePages
            ? new OrielException(
                MemoryErrors.NoHugePages,
                $"{step} of {name} failed: {RegionOpening.Describe(error)}",
                $"free huge pages of {HugePageBytes >> 20} MiB, and a size that is a multiple of it",
                "set some aside: sudo sysctl vm.nr_hugepages=64 ; grep Huge /proc/meminfo shows them")
            : RegionOpening.CreateFailed(name, step, error);
    }
}
