using System.Runtime.InteropServices;
using Oriel.Memory.Windows.Native;

namespace Oriel.Memory.Windows;

/// <summary>What can be wrong with the file behind a region, in the words of Windows.</summary>
internal static class FileProblems
{
    public static string Describe(int error) => $"{Marshal.GetPInvokeErrorMessage(error).TrimEnd()} (error {error})";

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
                "a size that holds two frames, for example 64 MiB for 2560x1440",
                "create the file with a size, or name the device: ivshmem:0");
        }

        if (bytes > Region.LargestBytes)
        {
            throw new OrielException(
                MemoryErrors.TooLarge,
                $"{path} has {bytes} bytes",
                $"at most {Region.LargestBytes} bytes",
                "name a file that was made to be shared memory, or the device: ivshmem:0; 512 MiB are enough for 8K");
        }
    }

    public static OrielException WrongType(string path, RegionBackingType type)
    {
        var what = type switch
        {
            RegionBackingType.Folder => "a folder",
            RegionBackingType.CharacterDevice => "a device",
            RegionBackingType.SymbolicLink => $"a link to {LinkTarget(path)}",
            _ => "not a file on a disk",
        };
        return new OrielException(
            MemoryErrors.WrongType,
            $"{path} is {what}",
            "an ordinary file, or ivshmem:N for a device",
            type == RegionBackingType.SymbolicLink ? $"name the target itself: {LinkTarget(path)}" : "name the file that both sides map");
    }

    public static OrielException CreateFailed(string name, string step, int error) => new(
        MemoryErrors.CreateFailed,
        $"{step} of {name} failed: {Describe(error)}",
        "a file of that size that we may write",
        "check the free space of the drive and the permissions of the folder (icacls), close the programs that use the file, or choose another path");

    public static OrielException OpenFailed(string path, RegionAccess access, int error)
    {
        switch (error)
        {
            case Kernel32.ERROR_FILE_NOT_FOUND or Kernel32.ERROR_PATH_NOT_FOUND or Kernel32.ERROR_INVALID_DRIVE or Kernel32.ERROR_BAD_NETPATH
                or Kernel32.ERROR_INVALID_NAME or Kernel32.ERROR_BAD_PATHNAME:
                return new OrielException(
                    MemoryErrors.Missing,
                    $"{path}: {Describe(error)}",
                    "an existing file, or ivshmem:N for a device",
                    "check the path; the memory shared with the host is not a file but a device: ivshmem:0");
            case Kernel32.ERROR_ACCESS_DENIED:
                // Opening a folder as a file is denied as well: the type says more than the number.
                return FileFacts.TryOfPath(path, out var backing, out _) && backing.Type is RegionBackingType.Folder or RegionBackingType.SymbolicLink
                    ? WrongType(path, backing.Type)
                    : PermissionDenied(path, access, error);
            case Kernel32.ERROR_SHARING_VIOLATION:
                return PermissionDenied(path, access, error);
            default:
                return new OrielException(MemoryErrors.SystemCall, $"opening {path} failed: {Describe(error)}", "a handle", "see the message");
        }
    }

    private static OrielException PermissionDenied(string path, RegionAccess access, int error) => new(
        MemoryErrors.PermissionDenied,
        $"{path}: {Describe(error)}; we are {Environment.UserDomainName}\\{Environment.UserName}",
        $"permission for {(access == RegionAccess.ReadWrite ? "reading and writing" : "reading")}, and no other program that keeps the file to itself",
        $"look at the permissions with: icacls \"{path}\" ; run the agent as the user who owns the file, or grant access: icacls \"{path}\" /grant {Environment.UserName}:M");

    private static string LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? "nothing";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "nothing that exists";
        }
    }
}
