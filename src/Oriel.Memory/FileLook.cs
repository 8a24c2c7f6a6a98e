using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory;

/// <summary>
/// Looks at files of a Linux host without changing them and without waiting: what they are, whether this process may use them (asked of the kernel, so that access lists count), and a bounded part of
/// their text. Thread-safe.
/// </summary>
public static unsafe class FileLook
{
    private const int AT_EACCESS = 0x200;
    private const int R_OK = 4;
    private const int W_OK = 2;

    /// <summary>What the system says about a path; false with its error number when it says nothing.</summary>
    /// <param name="path">A path without a zero character.</param>
    /// <param name="followLinks">About what a symbolic link names, not the link.</param>
    /// <param name="facts">What it says.</param>
    /// <param name="error">errno; 0 when it worked.</param>
    public static bool TryStat(string path, bool followLinks, out RegionBacking facts, out int error) => FileStat.TryOfPath(path, followLinks, out facts, out error);

    /// <summary>The kernel would let this process read it.</summary>
    public static bool MayRead(string path) => MayUse(path, R_OK);

    /// <summary>The kernel would let this process write to it.</summary>
    public static bool MayWrite(string path) => MayUse(path, W_OK);

    /// <summary>
    /// Text of a regular file, at most <paramref name="mostBytes"/> of it, invalid UTF-8 replaced; null with the error number when it cannot be read. A pipe, socket or device is refused without waiting
    /// for its other end (ENODEV).
    /// </summary>
    public static string? ReadText(string path, int mostBytes, out int error)
    {
        using var name = new NativeString(path);
        var descriptor = Libc.open(name.Address, Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NONBLOCK | Libc.O_NOCTTY, 0);
        if (descriptor < 0)
        {
            error = Marshal.GetLastPInvokeError();
            return null;
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (!FileStat.TryOfDescriptor(handle, out var facts, out error))
        {
            return null;
        }

        if (facts.Type != RegionBackingType.RegularFile)
        {
            error = Libc.ENODEV;
            return null;
        }

        return Read(handle, mostBytes, out error);
    }

    /// <summary>The system's words for an error number.</summary>
    public static string Words(int error) => Marshal.GetPInvokeErrorMessage(error);

    /// <summary>The error number says that there is no such thing.</summary>
    public static bool IsAbsence(int error) => error is Libc.ENOENT or Libc.ENOTDIR;

    /// <summary>The error number says that this user may not look.</summary>
    public static bool IsRefusal(int error) => error is Libc.EACCES or Libc.EPERM;

    /// <summary>Effective user and all groups of this process, the effective group first.</summary>
    public static (uint User, IReadOnlyList<uint> Groups) ProcessIdentity()
    {
        var count = Libc.getgroups(0, null);
        var groups = new uint[Math.Max(count, 0)];

        // SAFETY: the array has room for as many numbers as are asked for.
        fixed (uint* p = groups)
        {
            count = groups.Length > 0 ? Libc.getgroups(groups.Length, p) : 0;
        }

        return (Libc.geteuid(), [.. groups.Take(Math.Max(count, 0)).Prepend(Libc.getegid()).Distinct()]);
    }

    private static bool MayUse(string path, int how)
    {
        using var name = new NativeString(path);
        return Libc.faccessat(StatX.AT_FDCWD, name.Address, how, AT_EACCESS) == 0;
    }

    private static string? Read(SafeFileHandle handle, int mostBytes, out int error)
    {
        // Files of /proc and /sys say they are empty, or a page: only reading tells how long they are.
        var bytes = new byte[Math.Min(mostBytes, 4096)];
        var length = 0;
        using var use = new DescriptorUse(handle);
        while (length < mostBytes)
        {
            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(mostBytes, bytes.Length * 4L));
            }

            nint got;

            // SAFETY: the kernel writes at most the rest of the array.
            fixed (byte* p = bytes)
            {
                got = Libc.read(use.Descriptor, p + length, (nuint)(bytes.Length - length));
            }

            if (got < 0)
            {
                error = Marshal.GetLastPInvokeError();
                if (error == Libc.EINTR)
                {
                    continue;
                }

                return null;
            }

            if (got == 0)
            {
                break;
            }

            length += (int)got;
        }

        error = 0;
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
