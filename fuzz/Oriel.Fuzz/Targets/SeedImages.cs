using System.Collections.Concurrent;
using Oriel.Fuzz.Mutation;
using Oriel.Testing;

namespace Oriel.Fuzz.Targets;

/// <summary>Good images to start from: the test vectors.</summary>
public static class SeedImages
{
    private static readonly ConcurrentDictionary<string, RegionMap?> s_maps = new(StringComparer.Ordinal);

    /// <summary>Names of those that a known producer wrote.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Vectors.Names.Where(n => Map(n) is not null)];

    /// <summary>Where everything lies in an image.</summary>
    public static RegionMap? Map(string name) => s_maps.GetOrAdd(name, n => RegionMap.Read(Vectors.Image(n)));
}
