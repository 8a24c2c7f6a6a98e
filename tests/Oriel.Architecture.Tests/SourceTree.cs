using System.Xml.Linq;

namespace Oriel.Architecture.Tests;

/// <summary>The checked-out source tree, found upwards from the test's own folder.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<ProjectFile> Rooms =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(ProjectFile.Load);

    public static IEnumerable<string> Sources(params string[] folders) =>
        folders.Select(f => Path.Combine(Root, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Oriel.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"no Oriel.slnx above {AppContext.BaseDirectory}");
    }
}

/// <summary>What a project file says about its room.</summary>
internal sealed record ProjectFile(string Name, bool AllowsUnsafe, IReadOnlyList<string> ProjectReferences, IReadOnlyList<string> Packages)
{
    public static ProjectFile Load(string path)
    {
        var xml = XDocument.Load(path);
        return new ProjectFile(
            Path.GetFileNameWithoutExtension(path),
            xml.Descendants("AllowUnsafeBlocks").Any(e => e.Value == "true"),
            [.. xml.Descendants("ProjectReference").Select(e => Path.GetFileNameWithoutExtension((string?)e.Attribute("Include") ?? ""))],
            [.. xml.Descendants("PackageReference").Select(e => (string?)e.Attribute("Include") ?? "")]);
    }
}
