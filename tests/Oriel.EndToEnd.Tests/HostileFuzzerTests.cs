using Oriel.Fuzz;
using Oriel.Fuzz.Live;
using Oriel.Fuzz.Mutation;
using Oriel.Fuzz.Targets;

namespace Oriel.EndToEnd.Tests;

/// <summary>The fuzzer with fixed seeds, and whether it would find anything at all.</summary>
public sealed class HostileFuzzerTests
{
    public static TheoryData<string> Parsers => [.. ParserTargets.All.Select(t => t.Name)];

    /// <summary>Same inputs in every run: a regression shows as the same failing iteration on every machine.</summary>
    [Theory]
    [MemberData(nameof(Parsers))]
    public void No_mutated_image_breaks_a_parser(string parser)
    {
        ParserTarget[] targets = [ParserTargets.All.Single(t => t.Name == parser)];
        foreach (var seed in new[] { 1, 20260813, -77 })
        {
            var fuzz = new ParserFuzz(seed, targets);
            while (fuzz.Iterations < 4000)
            {
                var failure = fuzz.Next();
                Assert.True(failure is null, $"seed {seed}, iteration {fuzz.Iterations - 1}: {failure}");
            }

            Assert.True(fuzz.Refused > 20 || parser is "user-data" or "inspector", $"{parser} refused only {fuzz.Refused} of {fuzz.Iterations} inputs: the mutations do not reach it");
        }
    }

    /// <summary>Findings of earlier runs, committed: each must stay fixed.</summary>
    [Fact]
    public void Inputs_that_broke_something_once_do_not_any_more()
    {
        var folder = Path.Combine(Executables.SourceTree, "fuzz", "findings");
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [])
        {
            var finding = Finding.Load(file);
            if (finding.Target == "live")
            {
                Assert.True(LiveFuzz.Replay(finding, TimeSpan.FromSeconds(2), rounds: 3) is null, file);
            }
            else
            {
                Assert.True(ParserFuzz.Replay(finding.Image, finding.Seed, finding.Rounds.SelectMany(r => r), ParserTargets.All) is null, file);
            }
        }
    }

    /// <summary>A reader with a classic mistake is caught, the finding is saved, and replays.</summary>
    [Fact]
    public void A_planted_bug_is_found_saved_and_replayed()
    {
        using var folder = new TempFolder();
        var careless = new ParserTarget("careless", (image, map, _) =>
        {
            var touched = 0;

            // offset + size in 32 bits: the mistake that all of this is about.
            foreach (var queue in map.Queues)
            {
                for (var i = 0u; i < queue.RingLength; i++)
                {
                    var entry = (int)queue.Entry(i, 0);
                    var size = BitConverter.ToUInt32(image, entry + map.Layout.Entry.Size);
                    var offset = BitConverter.ToUInt32(image, entry + map.Layout.Entry.Offset);
                    if (size >= 4 && unchecked(offset + size) <= (uint)image.Length)
                    {
                        touched += image[offset];
                    }
                }
            }

            return touched;
        });
        var fuzz = new ParserFuzz(5, [careless]);
        ParserFailure? failure = null;
        while (failure is null && fuzz.Iterations < 100_000)
        {
            failure = fuzz.Next();
        }

        Assert.NotNull(failure);
        Assert.Contains(nameof(IndexOutOfRangeException), failure.Error, StringComparison.Ordinal);
        var loaded = Finding.Load(failure.ToFinding().Save(folder.Path));
        Assert.Equal(failure.Patches, loaded.Rounds.Single());
        Assert.NotNull(ParserFuzz.Replay(loaded.Image, loaded.Seed, loaded.Rounds.SelectMany(r => r), [careless]));
        Assert.Null(ParserFuzz.Replay(loaded.Image, loaded.Seed, [], [careless]));
    }

    [Fact]
    public void The_same_seed_gives_the_same_stores()
    {
        var name = SeedImages.Names[0];
        var image = Vectors.Image(name);
        List<Patch> first = [], second = [], other = [];
        for (var i = 0; i < 50; i++)
        {
            new RandomMutator(1234 + i).Mutate(image, SeedImages.Map(name)!, first);
            new RandomMutator(1234 + i).Mutate(image, SeedImages.Map(name)!, second);
            new RandomMutator(9999 + i).Mutate(image, SeedImages.Map(name)!, other);
        }

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void The_catalogue_has_its_fifty_attacks_and_each_of_them_stores_something()
    {
        Assert.True(Corruptions.All.Count >= 50, $"{Corruptions.All.Count} attacks");
        Assert.Equal(Corruptions.All.Count, Corruptions.All.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count());
        foreach (var image in new[] { "p19-live", "p20-live", "p20m-v7-live", "p20m-v10-live", "p34-legacy-live" })
        {
            var map = SeedImages.Map(image)!;
            foreach (var corruption in Corruptions.All.Where(c => c.AppliesTo?.Invoke(map) ?? true))
            {
                var patches = corruption.Prepare(map).SelectMany(r => r).ToList();
                Assert.True(patches.Count > 0, $"{corruption.Name} stores nothing in {image}");
                Assert.All(patches, p => Assert.True(p.Fits(map.Length), $"{corruption.Name} stores outside {image}: {p}"));
            }
        }
    }

    /// <summary>A random attack puts back exactly what it changed, or the fuzzer would test its own litter.</summary>
    [Fact]
    public void An_undone_attack_leaves_no_trace()
    {
        using var file = new TempRegion();
        Vectors.WriteImage("p20-live", file.Path);
        using var region = Memory.Region.OpenFile(file.Path, Memory.RegionAccess.ReadWrite);
        var map = RegionMap.Read(region)!;
        foreach (var corruption in Corruptions.All)
        {
            using (var attack = Attack.Start(region, corruption.Prepare(map), Pace.Tight))
            {
                attack.Stop();
                attack.Undo();
            }

            Assert.True(File.ReadAllBytes(file.Path).AsSpan().SequenceEqual(Vectors.Image("p20-live")), corruption.Name);
        }
    }
}
