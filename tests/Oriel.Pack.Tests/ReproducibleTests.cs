namespace Oriel.Pack.Tests;

/// <summary>Packages made twice are the same, wherever the tree lies. That two publishes are the same too is what "./dev pack --check" finds out, which takes minutes.</summary>
public sealed class ReproducibleTests
{
    [Fact]
    public void Packing_again_from_another_folder_gives_the_same_bytes()
    {
        var first = PackedPrograms.FolderOrSkip();
        using var copy = new TempFolder();
        using var second = new TempFolder();
        var tree = copy.File("a folder/of another name");
        Directory.CreateDirectory(tree);
        // Newly dated: neither the place nor the time of the files may matter.
        foreach (var part in (string[])["tools", "packaging", "docs", "README.md", "LICENSE", "CHANGELOG.md", "Directory.Build.props"])
        {
            TestProcess.Run("cp", ["-r", Path.Combine(Executables.SourceTree, part), tree]);
        }

        PackedPrograms.Make(tree, second.Path);

        var files = Directory.GetFiles(first).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(9, files.Count);
        Assert.Equal(files, Directory.GetFiles(second.Path).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.True(File.ReadAllBytes(Path.Combine(first, file)).AsSpan().SequenceEqual(File.ReadAllBytes(second.File(file))), $"{file} differs"));
    }

    [Fact]
    public void No_program_tells_where_it_was_built()
    {
        PackedPrograms.FolderOrSkip();
        foreach (var name in (string[])["oriel", "oriel-agent"])
        {
            var own = Directory.GetFiles(Path.Combine(Executables.SourceTree, "artifacts", "publish", $"{name}-linux-x64"))
                .Where(file => Path.GetFileName(file).StartsWith("oriel", StringComparison.OrdinalIgnoreCase)).ToList();
            Assert.True(own.Count > 5);
            foreach (var file in own)
            {
                Assert.False(EmbeddedSymbols.TextOf(file).Contains(Executables.SourceTree + "/", StringComparison.Ordinal), $"{file} contains {Executables.SourceTree}");
            }
        }
    }
}
