namespace Oriel.Host.Setup.Undo;

/// <summary>Writes a file as a whole: nobody ever sees half of it, and a full disk leaves the old one. Throws <see cref="OrielException"/> when it cannot.</summary>
public static class WholeFile
{
    /// <summary>Writes it, and its folder when there is none.</summary>
    /// <param name="path">Which; a symbolic link is followed.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="mode">Its permissions.</param>
    public static void Write(string path, byte[] bytes, UnixFileMode mode) => _ = SetupStore.Guarded(path, () => { WriteAll(path, bytes, mode); return true; });

    private static void WriteAll(string path, byte[] bytes, UnixFileMode mode)
    {
        var target = new FileInfo(path).LinkTarget is not null && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } final ? final.FullName : Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target)!;
        _ = Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Environment.ProcessId}.new");
        try
        {
            using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.SetUnixFileMode(temporary, mode);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
