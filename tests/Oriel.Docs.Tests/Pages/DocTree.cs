using Oriel.Testing;

namespace Oriel.Docs.Tests.Pages;

/// <summary>All pages of the source tree.</summary>
internal static class DocTree
{
    private static readonly Lazy<IReadOnlyDictionary<string, DocPage>> s_pages = new(Read);

    /// <summary>By path in the tree.</summary>
    public static IReadOnlyDictionary<string, DocPage> Pages => s_pages.Value;

    /// <summary>Paths, as data of a theory.</summary>
    public static TheoryData<string> Paths => [.. Pages.Keys];

    /// <summary>Pages for users and developers. What was, is left as it was written.</summary>
    public static IEnumerable<DocPage> Current => Pages.Values.Where(page => !page.Path.StartsWith("docs/changes/", StringComparison.Ordinal) && page.Path != "CHANGELOG.md");

    /// <summary>True when the tree has it.</summary>
    public static bool Exists(string path)
    {
        var full = Path.Combine(Executables.SourceTree, path);
        return File.Exists(full) || Directory.Exists(full);
    }

    private static Dictionary<string, DocPage> Read()
    {
        var root = Executables.SourceTree;
        string[] folders = ["docs", "tests", "bench", "fuzz", "packaging", "tools", "eng", "src"];
        return Directory.EnumerateFiles(root, "*.md")
            .Concat(folders.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(root, file))
            .Order(StringComparer.Ordinal)
            .ToDictionary(path => path, path => new DocPage(path, File.ReadAllText(Path.Combine(root, path))), StringComparer.Ordinal);
    }
}
