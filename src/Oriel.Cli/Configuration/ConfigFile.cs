using Oriel.Cli.Commands;

namespace Oriel.Cli.Configuration;

/// <summary>Changes a configuration file all at once or not at all: a reader sees the old file or the new one. A link stays a link, and a file keeps its permissions.</summary>
internal static class ConfigFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads, changes and writes. Throws <see cref="OrielException"/>.</summary>
    /// <param name="path">The file; it and its folder are made when they are not there, for the user alone.</param>
    /// <param name="change">What to do with the text.</param>
    public static void Update(string path, Action<IniText> change)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("the viewer is a Linux program");
        }

        string? temporary = null;
        try
        {
            var link = new FileInfo(path);
            var target = link.LinkTarget is null ? link.FullName : link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            var exists = File.Exists(target);
            var text = new IniText(exists ? IniFile.ReadBytes(target) : []);
            change(text);
            var folder = Path.GetDirectoryName(target)!;
            Directory.CreateDirectory(folder, Private | UnixFileMode.UserExecute);
            temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
            var mode = exists ? File.GetUnixFileMode(target) : Private;
            using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private }))
            {
                file.Write(text.ToBytes());
                File.SetUnixFileMode(file.SafeFileHandle, mode);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            temporary = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(
                CliErrors.ConfigurationWrite, $"{PlainText.Safe(path)}: {PlainText.Safe(error.Message)}", "a file that can be written", $"check the folder's permissions and the free space: ls -ld '{PlainText.Safe(Path.GetDirectoryName(path) ?? "/")}'", error);
        }
        finally
        {
            if (temporary is not null)
            {
                Discard(temporary);
            }
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The reason why it could not be written is on its way already.
            System.Diagnostics.Debug.WriteLine(error);
        }
    }
}
