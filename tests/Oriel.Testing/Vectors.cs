using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using System.Text.Json;

namespace Oriel.Testing;

/// <summary>
/// The test vectors of tests/vectors (its README.md says what they are): images of whole regions, what a reader must report of them, and
/// hostile variants. Found through a path the build wrote into this assembly, so that tests run from any directory.
/// </summary>
public static class Vectors
{
    private static readonly ConcurrentDictionary<string, byte[]> s_images = new(StringComparer.Ordinal);
    private static readonly Lazy<IReadOnlyList<VectorMutation>> s_mutations = new(LoadMutations);

    /// <summary>Folder of the vectors.</summary>
    public static string Folder { get; } = typeof(Vectors).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "OrielVectors").Value ?? throw new InvalidOperationException("the build did not record where the vectors are");

    /// <summary>Names of all images, sorted: <c>p19-init</c>, …</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.bin.gz").Select(f => Path.GetFileName(f)[..^".bin.gz".Length]).Order(StringComparer.Ordinal)];

    /// <summary>All cases of mutations.json, in file order.</summary>
    public static IReadOnlyList<VectorMutation> Mutations => s_mutations.Value;

    /// <summary>A fresh, uncompressed copy of an image.</summary>
    public static byte[] Image(string name) => (byte[])s_images.GetOrAdd(name, Decompress).Clone();

    /// <summary>Writes the uncompressed image to a file.</summary>
    public static void WriteImage(string name, string path) => File.WriteAllBytes(path, Image(name));

    /// <summary>The sidecar of an image: what a correct reader reports.</summary>
    public static JsonDocument Expected(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));

    /// <summary>One case.</summary>
    public static VectorMutation Mutation(string image, string name) => Mutations.Single(m => m.Base == image && m.Name == name);

    private static byte[] Decompress(string name)
    {
        using var file = File.OpenRead(Path.Combine(Folder, name + ".bin.gz"));
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var image = new MemoryStream();
        gzip.CopyTo(image);
        return image.ToArray();
    }

    private static IReadOnlyList<VectorMutation> LoadMutations()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "mutations.json")));
        return
        [
            .. json.RootElement.EnumerateArray().Select(m => new VectorMutation(
                Text(m, "base"), Text(m, "name"),
                [.. m.GetProperty("patches").EnumerateArray().Select(p => new VectorPatch(p.GetProperty("offset").GetInt32(), Convert.FromHexString(Text(p, "hex"))))],
                Text(m, "expect"), Text(m, "why"))),
        ];
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new InvalidDataException($"{name} is null");
}
