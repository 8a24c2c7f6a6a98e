using Oriel.Testing;

namespace Oriel.Cli.Tests;

/// <summary>Compares a text with a committed file. ORIEL_UPDATE_SNAPSHOTS=1 writes the files instead: look at the difference before committing it.</summary>
internal static class Snapshot
{
    /// <summary>Fails when the file says something else.</summary>
    public static void Matches(string text, string pathInTree)
    {
        var path = Path.Combine(Executables.SourceTree, pathInTree);
        if (Environment.GetEnvironmentVariable("ORIEL_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"{pathInTree} is missing; run the tests with ORIEL_UPDATE_SNAPSHOTS=1");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
