using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Windows.Native;

namespace Oriel.Memory.Windows;

/// <summary>What Windows says about files: kind, size, and the volume and index that identify one.</summary>
internal static unsafe class FileFacts
{
    /// <summary>Looks at the file behind a name, without following a link; false with the system's error when that fails.</summary>
    public static bool TryOfPath(string path, out RegionBacking backing, out int error)
    {
        fixed (char* name = path)
        {
            // SAFETY: a NUL-terminated string. Attributes only: works whatever others have open, and on folders.
            var file = Kernel32.CreateFileW(
                name,
                Kernel32.FILE_READ_ATTRIBUTES,
                Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE | Kernel32.FILE_SHARE_DELETE,
                null,
                Kernel32.OPEN_EXISTING,
                Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT,
                0);
            if (file == Kernel32.INVALID_HANDLE_VALUE)
            {
                error = Marshal.GetLastPInvokeError();
                backing = default;
                return false;
            }

            using var handle = new SafeFileHandle(file, ownsHandle: true);
            return TryOfHandle(handle, out backing, out error);
        }
    }

    /// <summary>Looks at an open file; false with the system's error when that fails.</summary>
    public static bool TryOfHandle(SafeFileHandle handle, out RegionBacking backing, out int error)
    {
        using var use = new HandleUse(handle);
        var kind = Kernel32.GetFileType(use.Value);
        if (kind != Kernel32.FILE_TYPE_DISK)
        {
            error = 0;
            backing = new(0, 0, 0, kind == Kernel32.FILE_TYPE_CHAR ? RegionBackingType.CharacterDevice : RegionBackingType.Other, 0, 0, UnixFileMode.None);
            return true;
        }

        FileInformation raw;

        // SAFETY: a handle that stays open for the call, and a structure on the stack.
        var failed = Kernel32.GetFileInformationByHandle(use.Value, &raw) == 0;
        error = failed ? Marshal.GetLastPInvokeError() : 0;
        backing = failed ? default : From(raw);
        return !failed;
    }

    private static RegionBacking From(in FileInformation raw) => new(
        raw.VolumeSerialNumber,
        ((ulong)raw.FileIndexHigh << 32) | raw.FileIndexLow,
        ((ulong)raw.FileSizeHigh << 32) | raw.FileSizeLow,
        (raw.FileAttributes & Kernel32.FILE_ATTRIBUTE_REPARSE_POINT) != 0 ? RegionBackingType.SymbolicLink
            : (raw.FileAttributes & Kernel32.FILE_ATTRIBUTE_DIRECTORY) != 0 ? RegionBackingType.Folder
            : RegionBackingType.RegularFile,
        0,
        0,
        UnixFileMode.None);
}
