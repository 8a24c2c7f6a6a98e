using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Native;

namespace Oriel.Memory;

/// <summary>What stat says about the file or device behind a region. Names what was mapped, for diagnosis.</summary>
/// <param name="Device">Device the file lies on, major and minor in the two halves.</param>
/// <param name="Inode">Inode number; together with <paramref name="Device"/> the identity of the file.</param>
/// <param name="SizeBytes">Size; 0 for devices.</param>
/// <param name="Type">Kind of file.</param>
/// <param name="UserId">Owner.</param>
/// <param name="GroupId">Group.</param>
/// <param name="Mode">Permission bits.</param>
public readonly record struct RegionBacking(
    ulong Device,
    ulong Inode,
    ulong SizeBytes,
    RegionBackingType Type,
    uint UserId,
    uint GroupId,
    UnixFileMode Mode)
{
    /// <summary>True when every user of this machine can change the content, and so send input as the guest or watch its screen.</summary>
    public bool IsWorldWritable => (Mode & UnixFileMode.OtherWrite) != 0;

    /// <summary>Stats a path; false with errno when that fails.</summary>
    internal static unsafe bool TryOfPath(string path, bool followLinks, out RegionBacking backing, out int error)
    {
        StatX raw;
        using var name = new NativeString(path);
        var failed = Libc.statx(StatX.AT_FDCWD, name.Address, followLinks ? 0 : StatX.AT_SYMLINK_NOFOLLOW, StatX.STATX_BASIC_STATS, &raw) != 0;
        error = failed ? Marshal.GetLastPInvokeError() : 0;
        backing = failed ? default : From(raw);
        return !failed;
    }

    /// <summary>Stats an open descriptor; false with errno when that fails.</summary>
    internal static unsafe bool TryOfDescriptor(SafeFileHandle handle, out RegionBacking backing, out int error)
    {
        StatX raw;
        byte empty = 0;
        using var use = new DescriptorUse(handle);
        var failed = Libc.statx(use.Descriptor, &empty, StatX.AT_EMPTY_PATH, StatX.STATX_BASIC_STATS, &raw) != 0;
        error = failed ? Marshal.GetLastPInvokeError() : 0;
        backing = failed ? default : From(raw);
        return !failed;
    }

    /// <summary>True when both are the same file with the same size.</summary>
    internal bool IsSameAs(in RegionBacking other) => Device == other.Device && Inode == other.Inode && SizeBytes == other.SizeBytes;

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
            _ => RegionBackingType.Other,
        },
        raw.UserId,
        raw.GroupId,
        (UnixFileMode)(raw.Mode & 0xFFF));
}
