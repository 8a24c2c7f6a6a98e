using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.X11;

/// <summary>The libc functions the X11 connection needs.</summary>
internal static unsafe partial class Libc
{
    public const short POLLIN = 1;
    public const uint MFD_CLOEXEC = 1;
    public const uint MFD_ALLOW_SEALING = 2;
    public const int F_ADD_SEALS = 1033;
    public const int F_SEAL_SEAL = 1;
    public const int F_SEAL_SHRINK = 2;
    public const int F_SEAL_GROW = 4;
    public const int PROT_READ_WRITE = 3;
    public const int MAP_SHARED = 1;
    public const int EINTR = 4;

    [LibraryImport(X11Libraries.C, SetLastError = true)]
    internal static partial int ppoll(PollEntry* fds, nuint nfds, TimeSpec* tmo_p, void* sigmask);

    [LibraryImport(X11Libraries.C, SetLastError = true)]
    internal static partial nint read(int fd, void* buf, nuint count);

    [LibraryImport(X11Libraries.C, SetLastError = true)]
    internal static partial nint write(int fd, void* buf, nuint count);

    [LibraryImport(X11Libraries.C, SetLastError = true)]
    internal static partial int close(int fd);

    [LibraryImport(X11Libraries.C, SetLastError = true)]
    internal static partial int memfd_create(byte* name, uint flags);

    [LibraryImport(X11Libraries.C, SetLastError = true)]
    internal static partial int ftruncate(int fd, long length);

    [LibraryImport(X11Libraries.C, SetLastError = true)]
    internal static partial int fcntl(int fd, int cmd, int arg);

    [LibraryImport(X11Libraries.C, SetLastError = true)]
    internal static partial nint mmap(void* addr, nuint length, int prot, int flags, int fd, long offset);

    [LibraryImport(X11Libraries.C, SetLastError = true)]
    internal static partial int munmap(void* addr, nuint length);

    [LibraryImport(X11Libraries.C)]
    internal static partial int clock_gettime(int clockid, TimeSpec* tp);

    [LibraryImport(X11Libraries.C)]
    internal static partial void free(void* ptr);

    /// <summary>One ppoll; an interrupting signal looks like the time-out, so callers look at their conditions and come back.</summary>
    internal static bool Poll(PollEntry* entries, int count, long timeoutNs)
    {
        var time = new TimeSpec { tv_sec = timeoutNs / 1_000_000_000, tv_nsec = timeoutNs % 1_000_000_000 };

        // SAFETY: the caller's array holds `count` entries; ppoll writes only their revents.
        return ppoll(entries, (nuint)count, timeoutNs < 0 ? null : &time, null) > 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        public int fd;
        public short events;
        public short revents;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        public long tv_sec;
        public long tv_nsec;
    }
}
