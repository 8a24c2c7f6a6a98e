using Oriel.Fuzz.Mutation;
using Oriel.Testing;

namespace Oriel.Fuzz.Targets;

/// <summary>
/// Mutates an image, runs every parser over it, puts the image back, and again. Single-threaded and deterministic: iteration n of a seed is the same for ever.
/// </summary>
public sealed class ParserFuzz
{
    private readonly IReadOnlyList<ParserTarget> _targets;
    private readonly int _seed;
    private readonly List<Patch> _patches = [];
    private readonly List<(byte[] Image, byte[] Pristine, RegionMap Map, string Name)> _images;

    /// <summary>Prepares a run.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="targets">Parsers to run.</param>
    /// <param name="images">Names of images; null = all.</param>
    public ParserFuzz(int seed, IReadOnlyList<ParserTarget> targets, IReadOnlyList<string>? images = null)
    {
        _seed = seed;
        _targets = targets;
        _images = [.. (images ?? SeedImages.Names).Select(n => (Vectors.Image(n), Vectors.Image(n), SeedImages.Map(n)!, n))];
    }

    /// <summary>Iterations done.</summary>
    public long Iterations { get; private set; }

    /// <summary>Things refused by all parsers.</summary>
    public long Refused { get; private set; }

    /// <summary>Runs one iteration; returns the failing input, or null.</summary>
    public ParserFailure? Next()
    {
        var iteration = Iterations++;
        var (image, pristine, map, name) = _images[(int)(iteration % _images.Count)];
        var seed = HashCode(_seed, iteration);
        _patches.Clear();
        new RandomMutator(seed).Mutate(pristine, map, _patches);
        return Run(image, pristine, map, name, seed);
    }

    /// <summary>Runs given stores; returns the failure, or null.</summary>
    public static ParserFailure? Replay(string imageName, int seed, IEnumerable<Patch> patches, IReadOnlyList<ParserTarget> targets)
    {
        var fuzz = new ParserFuzz(seed, targets, [imageName]);
        fuzz._patches.AddRange(patches);
        var (image, pristine, map, name) = fuzz._images[0];
        return fuzz.Run(image, pristine, map, name, seed);
    }

    private ParserFailure? Run(byte[] image, byte[] pristine, RegionMap map, string name, int seed)
    {
        foreach (var patch in _patches)
        {
            patch.Apply(image);
        }

        try
        {
            foreach (var target in _targets)
            {
                try
                {
                    Refused += target.Run(image, map, new Random(seed));
                }
                catch (Exception e)
                {
                    // Whatever comes out of a parser is the finding.
                    return new ParserFailure(target.Name, name, seed, [.. _patches], e.ToString());
                }
            }

            return null;
        }
        finally
        {
            foreach (var patch in _patches)
            {
                if (patch.Fits((ulong)image.Length))
                {
                    pristine.AsSpan((int)patch.Offset, patch.Bytes).CopyTo(image.AsSpan((int)patch.Offset));
                }
            }
        }
    }

    // Not System.HashCode: that one differs from process to process.
    private static int HashCode(int seed, long iteration) => unchecked((int)((((uint)seed * 0x9E3779B97F4A7C15ul) ^ (ulong)iteration) * 0xD6E8FEB86659FD93ul >> 32));
}

/// <summary>An input that broke a parser; enough to run it again.</summary>
/// <param name="Target">Parser.</param>
/// <param name="Image">Vector it started from.</param>
/// <param name="Seed">Seed of the iteration.</param>
/// <param name="Patches">Stores.</param>
/// <param name="Error">What came out.</param>
public sealed record ParserFailure(string Target, string Image, int Seed, IReadOnlyList<Patch> Patches, string Error)
{
    /// <summary>As a file.</summary>
    public Finding ToFinding() => new() { Target = Target, Image = Image, Seed = Seed, Rounds = [Patches], Error = Error };
}
