using System.Text;

namespace Oriel.Agent.Logging;

/// <summary>
/// A log file that never grows beyond a size: when full it becomes FILE.1 (replacing an older one) and a new one is begun, so that at most twice the size is used.
/// Thread-safe. A file that can no longer be written loses lines, never the agent.
/// </summary>
internal sealed class RotatingLogFile : IDisposable
{
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly object _gate = new();
    private FileStream? _file;

    /// <summary>Opens the file for appending, creating its folder. Throws <see cref="OrielException"/>.</summary>
    public RotatingLogFile(string path, long maxBytes)
    {
        _path = path;
        _maxBytes = maxBytes;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
            }

            _file = Open();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(AgentErrors.LogFileRefused, $"{path}: {error.Message}", "a file this user may write", "choose another with --log, or '--log none'", error);
        }
    }

    /// <summary>Appends a line.</summary>
    public void WriteLine(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_gate)
        {
            try
            {
                if (_file is not null && _file.Length > 0 && _file.Length + bytes.Length > _maxBytes)
                {
                    _file.Dispose();
                    _file = null;
                    File.Move(_path, _path + ".1", overwrite: true);
                    _file = Open();
                }

                _file ??= Open();
                _file.Write(bytes);
                _file.Flush();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Disk full or folder gone: standard error still has every line.
                _file?.Dispose();
                _file = null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private FileStream Open() => new(_path, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
}
