using System.Runtime.InteropServices;

namespace Oriel.Memory.Linux.Native;

/// <summary>The few C library functions this room needs, with native spelling. Constants are those of Linux on x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    public const int O_RDONLY = 0;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_NOCTTY = 0x100;
    public const int O_NONBLOCK = 0x800;
    public const int O_CLOEXEC = 0x80000;

    public const int PROT_READ = 1;
    public const int PROT_WRITE = 2;
    public const int PROT_EXEC = 4;
    public const int MAP_SHARED = 1;
    public const int MAP_PRIVATE = 2;
    public const int MAP_ANONYMOUS = 0x20;
    public const int MADV_DONTNEED = 4;

    public const int SIGBUS = 7;
    public const int SA_SIGINFO = 4;
    public const int SA_RESTART = 0x10000000;

    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EACCES = 13;
    public const int EPERM = 1;
    public const int EAGAIN = 11;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int ENOTDIR = 20;
    public const int ENXIO = 6;
    public const int ELOOP = 40;
    public const int ENOSYS = 38;

    public const int CLOCK_MONOTONIC = 1;
    public const int TIMER_ABSTIME = 1;
    public const int PR_SET_TIMERSLACK = 29;

    public const uint MFD_CLOEXEC = 1;
    public const uint MFD_ALLOW_SEALING = 2;
    public const uint MFD_NOEXEC_SEAL = 8;
    public const int F_SETFL = 4;
    public const int F_ADD_SEALS = 1033;
    public const int F_SEAL_SEAL = 1;
    public const int F_SEAL_SHRINK = 2;
    public const int F_SEAL_GROW = 4;
    public const int F_SEAL_WRITE = 8;

    public const int EFD_CLOEXEC = 0x80000;
    public const int EFD_NONBLOCK = 0x800;
    public const short POLLIN = 1;

    public static int O_NOFOLLOW { get; } = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int open(byte* path, int flags, uint mode);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int ftruncate(int descriptor, long length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int fchmod(int descriptor, uint mode);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int rename(byte* from, byte* to);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int unlink(byte* path);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int statx(int folder, byte* path, int flags, uint mask, StatX* result);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial void* mmap(void* address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int munmap(void* address, nuint length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int mprotect(void* address, nuint length, int protection);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int sigaction(int signal, SignalAction* action, SignalAction* previous);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int memfd_create(byte* name, uint flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int fcntl(int descriptor, int command, nint argument);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int faccessat(int folder, byte* path, int mode, int flags);

    [LibraryImport(Libraries.C)]
    public static partial uint geteuid();

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int getgroups(int count, uint* groups);

    [LibraryImport(Libraries.C)]
    public static partial uint getegid();

    [LibraryImport(Libraries.C)]
    public static partial int clock_nanosleep(int clock, int flags, TimeSpec* request, TimeSpec* remaining);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial nint read(int descriptor, void* buffer, nuint count);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial nint write(int descriptor, void* buffer, nuint count);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int ppoll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, void* signals);

    [LibraryImport(Libraries.C)]
    public static partial int madvise(void* address, nuint bytes, int advice);
}
