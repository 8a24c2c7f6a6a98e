using System.Runtime.InteropServices;

namespace Oriel.Memory.Linux.Native;

/// <content>Unix sockets and what travels over them. Constants are those of Linux on x86-64 and arm64.</content>
internal static unsafe partial class Libc
{
    public const int AF_UNIX = 1;
    public const int SOCK_STREAM = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOCK_NONBLOCK = 0x800;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int SOL_SOCKET = 1;
    public const int SO_TYPE = 3;
    public const int SO_PEERCRED = 17;
    public const int SO_SNDTIMEO = 21;
    public const int SO_ACCEPTCONN = 30;
    public const int SO_DOMAIN = 39;
    public const int SO_PEERGROUPS = 59;
    public const int SCM_RIGHTS = 1;
    public const int MSG_CTRUNC = 8;
    public const int MSG_DONTWAIT = 0x40;
    public const int MSG_NOSIGNAL = 0x4000;
    public const int MSG_CMSG_CLOEXEC = 0x40000000;

    public const short POLLOUT = 4;
    public const short POLLRDHUP = 0x2000;

    public const int F_GETFD = 1;
    public const int F_SETFD = 2;
    public const int F_GETFL = 3;
    public const int F_GET_SEALS = 1034;
    public const int FD_CLOEXEC = 1;
    public const uint MFD_HUGETLB = 4;
    public const uint MFD_HUGE_2MB = 21u << 26;

    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int ENOMEM = 12;
    public const int EINVAL = 22;
    public const int ERANGE = 34;
    public const int EADDRINUSE = 98;
    public const int ECONNABORTED = 103;
    public const int ENOBUFS = 105;
    public const int ETOOMANYREFS = 109;
    public const int ECONNREFUSED = 111;

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int bind(int descriptor, UnixAddress* address, uint length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int listen(int descriptor, int backlog);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int accept4(int descriptor, UnixAddress* address, uint* length, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int connect(int descriptor, UnixAddress* address, uint length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int getsockopt(int descriptor, int level, int name, void* value, uint* length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int setsockopt(int descriptor, int level, int name, void* value, uint length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial nint sendmsg(int descriptor, MessageHeader* message, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial nint recvmsg(int descriptor, MessageHeader* message, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int chmod(byte* path, uint mode);

    [LibraryImport(Libraries.C, SetLastError = true)]
    public static partial int lchown(byte* path, uint user, uint group);
}
