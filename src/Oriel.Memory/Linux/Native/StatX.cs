using System.Runtime.InteropServices;

namespace Oriel.Memory.Linux.Native;

/// <summary><c>struct statx</c>: unlike <c>struct stat</c> it has the same layout on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatX
{
    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int AT_EMPTY_PATH = 0x1000;
    public const uint STATX_BASIC_STATS = 0x7ff;

    public const int S_IFMT = 0xF000;
    public const int S_IFREG = 0x8000;
    public const int S_IFCHR = 0x2000;
    public const int S_IFBLK = 0x6000;
    public const int S_IFLNK = 0xA000;
    public const int S_IFDIR = 0x4000;
    public const int S_IFSOCK = 0xC000;

    [FieldOffset(20)]
    public uint UserId;

    [FieldOffset(24)]
    public uint GroupId;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(128)]
    public uint DeviceIdMajor;

    [FieldOffset(132)]
    public uint DeviceIdMinor;

    [FieldOffset(136)]
    public uint OnDeviceMajor;

    [FieldOffset(140)]
    public uint OnDeviceMinor;

    public readonly int Type => Mode & S_IFMT;
}
