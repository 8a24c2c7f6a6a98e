using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory.Linux;

/// <summary>
/// The system calls behind opening and creating regions, with every failure turned into words. Files are opened with O_NOFOLLOW: /dev/shm is writable by
/// all users, and a link planted there would make us write protocol words into a file of the planter's choice; who wants a link names its
/// target. O_NONBLOCK keeps a pipe from blocking the open; O_CREAT is never used on something that may exist (fs.protected_regular).
/// </summary>
internal static unsafe class RegionOpening
{
    private static int CommonFlags => Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK | Libc.O_NOCTTY;

    /// <summary>True for <c>kvmfr</c> followed by digits.</summary>
    public static bool IsKvmfrName(string name) =>
        name.Length > 5 && name.StartsWith("kvmfr", StringComparison.Ordinal) && name.AsSpan(5).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>True for <c>/dev/kvmfrN</c>.</summary>
    public static bool IsKvmfrDevicePath(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) && IsKvmfrName(path[5..]);

    public static SafeFileHandle Open(string path, RegionAccess access, RegionKind kind = RegionKind.File)
    {
        var flags = access == RegionAccess.ReadWrite ? Libc.O_RDWR : Libc.O_RDONLY;
        return TryOpen(path, flags, 0, out var error) ?? throw OpenFailed(path, access, error, kind);
    }

    public static SafeFileHandle OpenOrCreate(string path, ulong size, UnixFileMode mode)
    {
        // Two rounds: the file may vanish between our attempt to open it and our attempt to create it, and the other way round.
        for (var attempt = 0; ; attempt++)
        {
            var existing = TryOpen(path, Libc.O_RDWR, 0, out var error);
            if (existing is not null)
            {
                return Adapt(existing, path, size, mode);
            }

            if (error != Libc.ENOENT)
            {
                throw OpenFailed(path, RegionAccess.ReadWrite, error);
            }

            var created = TryOpen(path, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL, (uint)mode, out error);
            if (created is not null)
            {
                return Sized(created, path, path, size, mode);
            }

            if (error != Libc.EEXIST || attempt > 0)
            {
                throw error == Libc.ENOENT ? OpenFailed(path, RegionAccess.ReadWrite, error) : CreateFailed(path, "open", error);
            }
        }
    }

    public static RegionBacking Stat(SafeFileHandle handle, string name) =>
        FileStat.TryOfDescriptor(handle, out var backing, out var error)
            ? backing
            : throw new OrielException(MemoryErrors.SystemCall, $"statx of {name} failed: {Describe(error)}", "the size of the file", "report this with the kernel version");

    public static void Resize(SafeFileHandle handle, string name, ulong size)
    {
        using var use = new DescriptorUse(handle);
        if (Libc.ftruncate(use.Descriptor, (long)size) != 0)
        {
            throw CreateFailed(name, $"resizing to {size} bytes", Marshal.GetLastPInvokeError());
        }
    }

    public static void RequireRegularFile(string path, in RegionBacking backing)
    {
        if (backing.Type != RegionBackingType.RegularFile)
        {
            throw WrongType(path, backing.Type);
        }
    }

    public static void RequireSize(string path, ulong bytes)
    {
        if (bytes == 0)
        {
            throw new OrielException(
                MemoryErrors.Empty,
                $"{path} has 0 bytes",
                "the size that the virtual machine's shared memory has, for example 64 MiB for 2560x1440",
                "start the virtual machine (QEMU gives the file its size), or create a region with a size");
        }

        if (bytes > Region.LargestBytes)
        {
            throw new OrielException(
                MemoryErrors.TooLarge,
                $"{path} has {bytes} bytes",
                $"at most {Region.LargestBytes} bytes",
                "name the shared-memory file of the virtual machine, normally below /dev/shm; 512 MiB are enough for 8K");
        }
    }

    public static OrielException DeviceIsFile(string path, ulong bytes) => new(
        MemoryErrors.DeviceIsFile,
        $"{path} is an ordinary file of {bytes} bytes: QEMU made it because the kvmfr module was not loaded",
        "the character device of the kvmfr module",
        $"stop the virtual machine, then: sudo rm {path} && sudo modprobe kvmfr static_size_mb=64 ; then start it again");

    public static OrielException WrongType(string path, RegionBackingType type)
    {
        var what = type switch
        {
            RegionBackingType.Folder => "a folder",
            RegionBackingType.CharacterDevice => "a character device",
            RegionBackingType.SymbolicLink => $"a symbolic link to {LinkTarget(path)}",
            RegionBackingType.RegularFile => "an ordinary file",
            _ => "neither a file nor a character device",
        };
        return new OrielException(
            MemoryErrors.WrongType,
            $"{path} is {what}",
            "a regular file (QEMU's memory-backend-file) or a /dev/kvmfrN device",
            type == RegionBackingType.SymbolicLink ? $"name the target itself: {LinkTarget(path)}" : "name the file that the virtual machine uses, normally below /dev/shm");
    }

    public static OrielException CreateFailed(string name, string step, int error) => new(
        MemoryErrors.CreateFailed,
        $"{step} of {name} failed: {Describe(error)}",
        "a file of that size that we may write",
        "check the free space (df -h /dev/shm) and the permissions of the folder, or choose another path");

    public static string Describe(int error) => $"{Marshal.GetPInvokeErrorMessage(error)} (errno {error})";

    public static OrielException OpenFailed(string path, RegionAccess access, int error, RegionKind kind = RegionKind.File)
    {
        switch (error)
        {
            case Libc.ELOOP:
                return WrongType(path, RegionBackingType.SymbolicLink);
            case Libc.EACCES or Libc.EPERM:
                return PermissionDenied(path, access, error, kind);
            case Libc.ENOENT or Libc.ENOTDIR or Libc.ENXIO or Libc.ENODEV:
                return new OrielException(
                    MemoryErrors.Missing,
                    $"{path}: {Describe(error)}",
                    "the shared-memory file or device of a virtual machine",
                    kind == RegionKind.KvmfrDevice
                        ? "load the module before the virtual machine starts: sudo modprobe kvmfr static_size_mb=64"
                        : "start the virtual machine first, and compare the path with its configuration (virsh dumpxml NAME | grep -A4 shmem)");
            default:
                // Opening a folder for writing gives EISDIR: the type says more than the number.
                return FileStat.TryOfPath(path, followLinks: false, out var backing, out _) && backing.Type == RegionBackingType.Folder
                    ? WrongType(path, backing.Type)
                    : new OrielException(MemoryErrors.SystemCall, $"opening {path} failed: {Describe(error)}", "a descriptor", "see the message");
        }
    }

    private static OrielException PermissionDenied(string path, RegionAccess access, int error, RegionKind kind)
    {
        var wanted = access == RegionAccess.ReadWrite ? "reading and writing" : "reading";
        var us = Accounts.DescribeProcess();
        if (!FileStat.TryOfPath(path, followLinks: false, out var backing, out _))
        {
            return new OrielException(
                MemoryErrors.PermissionDenied,
                $"{path}: {Describe(error)}; we are {us}",
                $"permission for {wanted} and to enter every folder on the way",
                $"look at each folder on the way with: namei -l {path}");
        }

        var group = Accounts.GroupName(backing.GroupId);
        var user = Accounts.UserName(Libc.geteuid());
        var mode = Convert.ToString((int)backing.Mode & 0x1FF, 8);
        var groupMayWrite = (backing.Mode & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite)) == (UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        var remedy = kind == RegionKind.PciBar ? Remedies.PciRule
            : kind == RegionKind.KvmfrDevice && !groupMayWrite ? Remedies.KvmfrRule
            : groupMayWrite ? $"join the group and log in again: sudo usermod -aG {group} {user}"
            : $"let tmpfiles.d create it for you, in /etc/tmpfiles.d/10-oriel.conf: f {path} 0660 {user} kvm - ; right now: sudo chown {user}:kvm {path} && sudo chmod 0660 {path}";
        return new OrielException(
            MemoryErrors.PermissionDenied,
            $"{path} belongs to {Accounts.UserName(backing.UserId)}:{group} with mode 0{mode}; we are {us}",
            $"permission for {wanted}",
            remedy);
    }

    /// <summary>An existing file becomes one of exactly this size.</summary>
    private static SafeFileHandle Adapt(SafeFileHandle existing, string path, ulong size, UnixFileMode mode)
    {
        try
        {
            var backing = Stat(existing, path);
            RequireRegularFile(path, backing);
            if (backing.SizeBytes <= size)
            {
                return Sized(existing, path, path, size, mode);
            }
        }
        catch
        {
            existing.Dispose();
            throw;
        }

        existing.Dispose();
        var temporary = $"{path}.{Environment.ProcessId}.{Environment.TickCount64:x}";
        var fresh = TryOpen(temporary, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL, (uint)mode, out var error) ?? throw CreateFailed(temporary, "open", error);
        Sized(fresh, temporary, path, size, mode);
        using var from = new NativeString(temporary);
        using var to = new NativeString(path);
        if (Libc.rename(from.Address, to.Address) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            _ = Libc.unlink(from.Address);
            fresh.Dispose();
            throw CreateFailed(path, "replacing the larger file", error);
        }

        return fresh;
    }

    /// <summary>Gives our file its size and mode; on failure closes it, and removes it when it is not the wanted name yet.</summary>
    private static SafeFileHandle Sized(SafeFileHandle handle, string path, string wanted, ulong size, UnixFileMode mode)
    {
        try
        {
            Resize(handle, path, size);
            using var use = new DescriptorUse(handle);
            // open's mode went through the umask. A file of somebody else that we may write keeps its mode: EPERM is fine.
            if (Libc.fchmod(use.Descriptor, (uint)mode) != 0 && Marshal.GetLastPInvokeError() is var error and not Libc.EPERM)
            {
                throw CreateFailed(path, "fchmod", error);
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            if (!string.Equals(path, wanted, StringComparison.Ordinal))
            {
                using var name = new NativeString(path);
                _ = Libc.unlink(name.Address);
            }

            throw;
        }
    }

    private static SafeFileHandle? TryOpen(string path, int flags, uint mode, out int error)
    {
        using var name = new NativeString(path);
        int descriptor;
        do
        {
            descriptor = Libc.open(name.Address, flags | CommonFlags, mode);
            error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == Libc.EINTR);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static string LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? "nothing";
        }
        catch (IOException)
        {
            return "nothing that exists";
        }
    }
}
