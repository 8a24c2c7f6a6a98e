namespace Oriel.Pack.Tests;

/// <summary>The files of a package, in a folder that is removed at the end.</summary>
internal static class Unpacked
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Unpacks a .deb.</summary>
    public static TempFolder Deb(string deb)
    {
        var folder = new TempFolder();
        TestProcess.Run("dpkg-deb", ["--extract", deb, folder.Path], limit: s_patience);
        return folder;
    }

    /// <summary>Unpacks an .rpm.</summary>
    public static TempFolder Rpm(string rpm)
    {
        var folder = new TempFolder();
        TestProcess.Run("sh", ["-c", "cd \"$1\" && rpm2cpio \"$2\" | cpio --quiet -idm --no-absolute-filenames", "sh", folder.Path, rpm], limit: s_patience);
        return folder;
    }

    /// <summary>Every path below a folder, with mode, and either the target of a link or the hash of the bytes.</summary>
    public static IReadOnlyList<string> Describe(TempFolder folder) => [.. new DirectoryInfo(folder.Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(entry => $"{Path.GetRelativePath(folder.Path, entry.FullName)} {Kind(entry)}").Order(StringComparer.Ordinal)];

    private static string Kind(FileSystemInfo entry) =>
        entry.LinkTarget is { } target ? $"-> {target}"
        : entry is FileInfo ? $"{Mode(entry)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(entry.FullName)))}"
        : Mode(entry);

    private static string Mode(FileSystemInfo entry) => Convert.ToString((int)entry.UnixFileMode, 8);
}
