using Oriel.Testing;

namespace Oriel.Bench;

/// <summary>Which programs are measured: the packed ones when they are not older than the built ones, else the built ones.</summary>
internal static class Programs
{
    public static string Oriel { get; } = Find("oriel", Executables.Oriel);

    public static string Agent { get; } = Find("oriel-agent", Executables.Agent);

    /// <summary>"packed" or "built", for the page: a packed program is compiled ahead of time and trimmed.</summary>
    public static string Kind => Oriel == Executables.Oriel ? "built" : "packed";

    private static string Find(string name, string built)
    {
        var pack = Path.Combine(Executables.SourceTree, "artifacts", "pack");
        var packed = Directory.Exists(pack)
            ? Directory.GetDirectories(pack, $"{name}-*-linux-x64").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            : null;
        return packed is not null && File.GetLastWriteTimeUtc(packed) >= File.GetLastWriteTimeUtc(Path.ChangeExtension(built, "dll")) ? packed : built;
    }
}
