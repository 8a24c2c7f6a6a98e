namespace Oriel.Testing;

/// <summary>A private folder (mode 0700) below the system's temporary folder, removed with its content at the end.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Creates it.</summary>
    public TempFolder() => Path = Directory.CreateTempSubdirectory("oriel-test-").FullName;

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody cleaned up before us.
        }
    }
}
