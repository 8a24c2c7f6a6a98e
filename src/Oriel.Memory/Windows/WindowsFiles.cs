using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Windows.Native;

namespace Oriel.Memory.Windows;

/// <summary>
/// Opening and creating the files behind regions. Links are not followed, as on Linux: who wants one names its target. Everybody else may open, write and delete the file
/// meanwhile: it is shared memory.
/// </summary>
internal static unsafe class WindowsFiles
{
    private const uint ShareAll = Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE | Kernel32.FILE_SHARE_DELETE;

    public static SafeFileHandle Open(string path, RegionAccess access) =>
        TryOpen(path, access, Kernel32.OPEN_EXISTING, out var error) ?? throw FileProblems.OpenFailed(path, access, error);

    public static SafeFileHandle OpenOrCreate(string path, ulong size)
    {
        // Two rounds: the file may vanish between our attempt to open it and our attempt to create it, and the other way round.
        for (var attempt = 0; ; attempt++)
        {
            var existing = TryOpen(path, RegionAccess.ReadWrite, Kernel32.OPEN_EXISTING, out var error);
            if (existing is not null)
            {
                return Adapt(existing, path, size);
            }

            if (error != Kernel32.ERROR_FILE_NOT_FOUND)
            {
                throw FileProblems.OpenFailed(path, RegionAccess.ReadWrite, error);
            }

            var created = TryOpen(path, RegionAccess.ReadWrite, Kernel32.CREATE_NEW, out error);
            if (created is not null)
            {
                return Sized(created, path, path, size);
            }

            if (error is not (Kernel32.ERROR_FILE_EXISTS or Kernel32.ERROR_ALREADY_EXISTS) || attempt > 0)
            {
                throw FileProblems.CreateFailed(path, "creating", error);
            }
        }
    }

    public static RegionBacking Look(SafeFileHandle handle, string name) =>
        FileFacts.TryOfHandle(handle, out var backing, out var error)
            ? backing
            : throw new OrielException(MemoryErrors.SystemCall, $"asking about {name} failed: {FileProblems.Describe(error)}", "the size of the file", "report this with the version of Windows");

    /// <summary>An existing file becomes one of exactly this size.</summary>
    private static SafeFileHandle Adapt(SafeFileHandle existing, string path, ulong size)
    {
        try
        {
            var backing = Look(existing, path);
            FileProblems.RequireRegularFile(path, backing);
            if (backing.SizeBytes == size)
            {
                return existing;
            }

            if (backing.SizeBytes < size)
            {
                return Sized(existing, path, path, size);
            }
        }
        catch
        {
            existing.Dispose();
            throw;
        }

        existing.Dispose();
        var temporary = $"{path}.{Environment.ProcessId}.{Environment.TickCount64:x}";
        var fresh = TryOpen(temporary, RegionAccess.ReadWrite, Kernel32.CREATE_NEW, out var error) ?? throw FileProblems.CreateFailed(temporary, "creating", error);
        Sized(fresh, temporary, path, size);
        fixed (char* from = temporary, to = path)
        {
            // SAFETY (also below): NUL-terminated strings. A rename keeps the open handle on the renamed file.
            if (Kernel32.MoveFileExW(from, to, Kernel32.MOVEFILE_REPLACE_EXISTING) == 0)
            {
                error = Marshal.GetLastPInvokeError();
                fresh.Dispose();
                _ = Kernel32.DeleteFileW(from);
                throw FileProblems.CreateFailed(path, "replacing the larger file", error);
            }
        }

        // By its name from here: Wine no longer knows the volume of a handle whose file was renamed.
        fresh.Dispose();
        return Open(path, RegionAccess.ReadWrite);
    }

    /// <summary>Gives our file its size; on failure closes it, and removes it when it is not the wanted name yet.</summary>
    private static SafeFileHandle Sized(SafeFileHandle handle, string path, string wanted, ulong size)
    {
        int error;
        using (var use = new HandleUse(handle))
        {
            // SAFETY: a handle that stays open for both calls.
            if (Kernel32.SetFilePointerEx(use.Value, (long)size, null, Kernel32.FILE_BEGIN) != 0 && Kernel32.SetEndOfFile(use.Value) != 0)
            {
                return handle;
            }

            error = Marshal.GetLastPInvokeError();
        }

        handle.Dispose();
        if (!string.Equals(path, wanted, StringComparison.Ordinal))
        {
            fixed (char* name = path)
            {
                _ = Kernel32.DeleteFileW(name);
            }
        }

        throw FileProblems.CreateFailed(path, $"resizing to {size} bytes", error);
    }

    private static SafeFileHandle? TryOpen(string path, RegionAccess access, uint disposition, out int error)
    {
        // A NUL inside would silently name another file.
        ArgumentOutOfRangeException.ThrowIfNotEqual(path.IndexOf('\0', StringComparison.Ordinal), -1, nameof(path));

        // Temporary: Windows then keeps what is written in memory as long as it can, instead of writing every frame to the disk.
        var wanted = Kernel32.GENERIC_READ | (access == RegionAccess.ReadWrite ? Kernel32.GENERIC_WRITE : 0);
        var flags = Kernel32.FILE_FLAG_OPEN_REPARSE_POINT | (disposition == Kernel32.CREATE_NEW ? Kernel32.FILE_ATTRIBUTE_TEMPORARY : 0);
        fixed (char* name = path)
        {
            var file = Kernel32.CreateFileW(name, wanted, ShareAll, null, disposition, flags, 0);
            error = file == Kernel32.INVALID_HANDLE_VALUE ? Marshal.GetLastPInvokeError() : 0;
            return file == Kernel32.INVALID_HANDLE_VALUE ? null : new SafeFileHandle(file, ownsHandle: true);
        }
    }
}
