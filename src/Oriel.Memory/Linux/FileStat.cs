using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory.Linux;

/// <summary>What statx says about files and devices.</summary>
internal static unsafe class FileStat
{
    /// <summary>Stats a path; false with errno when that fails.</summary>
    public static bool TryOfPath(string path, bool followLinks, out RegionBacking backing, out int error)
    {
        StatX raw;
        using var name = new NativeString(path);
        var failed = Libc.statx(StatX.AT_FDCWD, name.Address, followLinks ? 0 : StatX.AT_SYMLINK_NOFOLLOW, StatX.STATX_BASIC_STATS, &raw) != 0;
        error = failed ? Marshal.GetLastPInvokeError() : 0;
        backing = failed ? default : From(raw);
        return !failed;
    }

    /// <summary>Stats an open descriptor; false with errno when that fails.</summary>
    public static bool TryOfDescriptor(SafeFileHandle handle, out RegionBacking backing, out int error)
    {
        StatX raw;
        byte empty = 0;
        using var use = new DescriptorUse(handle);
        var failed = Libc.statx(use.Descriptor, &empty, StatX.AT_EMPTY_PATH, StatX.STATX_BASIC_STATS, &raw) != 0;
        error = failed ? Marshal.GetLastPInvokeError() : 0;
        backing = failed ? default : From(raw);
        return !failed;
    }

    private static RegionBacking From(StatX raw) => new(
        ((ulong)raw.OnDeviceMajor << 32) | raw.OnDeviceMinor,
        raw.Inode,
        raw.Size,
        raw.Type switch
        {
            StatX.S_IFREG => RegionBackingType.RegularFile,
            StatX.S_IFCHR => RegionBackingType.CharacterDevice,
            StatX.S_IFDIR => RegionBackingType.Folder,
            StatX.S_IFLNK => RegionBackingType.SymbolicLink,
            StatX.S_IFBLK => RegionBackingType.BlockDevice,
            StatX.S_IFSOCK => RegionBackingType.Socket,
            _ => RegionBackingType.Other,
        },
        raw.UserId,
        raw.GroupId,
        (UnixFileMode)(raw.Mode & 0xFFF));
}
