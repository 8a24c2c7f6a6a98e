using Oriel.Fuzz.Mutation;

namespace Oriel.Fuzz.Targets;

/// <summary>One parser that guest bytes reach.</summary>
/// <param name="Name">Name for <c>--only</c> and reports.</param>
/// <param name="Run">
/// Parses everything of its kind in a mutated image; the map says where things were before the mutation. Returns how many things it refused and
/// throws <see cref="BrokenPromiseException"/> when something accepted is not what its type promises. Any other exception is a crash.
/// </param>
public sealed record ParserTarget(string Name, Func<byte[], RegionMap, Random, int> Run);
