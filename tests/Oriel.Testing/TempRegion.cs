namespace Oriel.Testing;

/// <summary>A unique path for a region file in /dev/shm, removed at the end. The file itself is made by whoever needs it.</summary>
public sealed class TempRegion : IDisposable
{
    /// <summary>Chooses a name; <paramref name="bytes"/> above zero also creates the file with that size.</summary>
    public TempRegion(long bytes = 0)
    {
        Path = $"/dev/shm/oriel-test-{Environment.ProcessId}-{Guid.NewGuid():N}";
        if (bytes > 0)
        {
            Create(bytes);
        }
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Creates the file, zeroed; an existing one is removed first, so that it is another inode.</summary>
    public void Create(long bytes)
    {
        Delete();
        using var file = File.Create(Path);
        file.SetLength(bytes);
    }

    /// <summary>Changes the length of the existing file in place.</summary>
    public void Truncate(long bytes)
    {
        using var file = File.OpenWrite(Path);
        file.SetLength(bytes);
    }

    /// <summary>Unlinks the file; those who mapped it keep their memory.</summary>
    public void Delete() => File.Delete(Path);

    /// <inheritdoc/>
    public void Dispose() => Delete();
}
