using Oriel.Fuzz.Mutation;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.Fuzz.Live;

/// <summary>
/// Attacks a running pair for ever: entries of the catalogue and random stores in turn, against every profile. After each attack the right picture has to be back in time,
/// and memory must not have grown.
/// </summary>
public sealed class LiveFuzz : IDisposable
{
    private const int AttacksPerPair = 24;
    private const ulong RegionBytes = 16 << 20;

    /// <summary>Managed and native growth over a pair's whole life that is noise, not a leak.</summary>
    private const long GrowthKiB = 64 << 10;

    private static readonly PatternDamage[] s_damage = [PatternDamage.Random, PatternDamage.None, PatternDamage.Moving, PatternDamage.Full];
    private static readonly FrameType[] s_types = [FrameType.Bgra, FrameType.Rgba, FrameType.Rgba10, FrameType.Rgba16F];

    // What reaches the screen unchanged: 10-bit and half-float pictures are tone-mapped on the way.
    private static readonly FrameType[] s_exactTypes = [FrameType.Bgra, FrameType.Rgba];

    private readonly Random _random;
    private readonly TimeSpan _patience;
    private readonly IReadOnlyList<Corruption> _attacks;
    private readonly bool _alsoRandom;
    private readonly bool _renders;
    private LivePair? _pair;
    private int _attacksLeft;
    private int _pairs;
    private long _baseKiB;

    /// <summary>Prepares a run; nothing starts yet.</summary>
    /// <param name="seed">Decides the sequence of attacks. Timing is the machine's, so a live finding may need several replays.</param>
    /// <param name="patience">How long the right picture may take to return.</param>
    /// <param name="only">Names of attacks; empty = all, and random stores.</param>
    /// <param name="renders">Every third pair has the renderer behind the feed.</param>
    public LiveFuzz(int seed, TimeSpan patience, IReadOnlyCollection<string> only, bool renders)
    {
        ArgumentNullException.ThrowIfNull(only);
        _random = new Random(seed);
        _patience = patience;
        _attacks = only.Count == 0 ? Corruptions.All : [.. Corruptions.All.Where(c => only.Contains(c.Name))];
        _alsoRandom = only.Count == 0;
        _renders = renders;
    }

    /// <summary>Attacks so far.</summary>
    public long Iterations { get; private set; }

    /// <summary>Longest time until the right picture was back.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Refusals by reason, over all pairs.</summary>
    public SortedDictionary<string, long> Rejects { get; } = new(StringComparer.Ordinal);

    /// <summary>One attack; returns the finding, or null.</summary>
    public Finding? Next()
    {
        if (_pair is null || _attacksLeft-- == 0)
        {
            if (Begin() is { } early)
            {
                return early;
            }
        }

        Iterations++;
        var seed = _random.Next();
        var pair = _pair!;
        if (RegionMap.Read(pair.Guest.Attacker) is not { Frames.Count: > 0, Cursors.Count: > 0 } map)
        {
            return Fail(pair, "map", seed, [], Recovery.Restart, Pace.Once, "the guest's region holds no session although the picture was right a moment ago");
        }

        if (_alsoRandom && _random.Next(12) == 0)
        {
            return AttackFile(pair, seed);
        }

        return _alsoRandom && _random.Next(2) == 0 ? AttackAtRandom(pair, map, seed) : AttackFromCatalogue(pair, map, seed);
    }

    /// <summary>Runs a live finding again, several times; returns the first failure.</summary>
    /// <param name="finding">What to run.</param>
    /// <param name="patience">How long the right picture may take to return.</param>
    /// <param name="rounds">How often to try.</param>
    public static Finding? Replay(Finding finding, TimeSpan patience, int rounds = 20)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var profile = ProducerProfile.All.First(p => p.Name == finding.Profile);
        for (var i = 0; i < rounds; i++)
        {
            using var pair = new LivePair(profile, new TestPattern(FrameType.Bgra, 320, 240, PatternDamage.Random), RegionBytes);
            if (pair.WaitForPicture(TimeSpan.FromSeconds(5)) is null || Again(pair) is null)
            {
                return finding with { Error = pair.Describe() };
            }
        }

        return null;

        TimeSpan? Again(LivePair pair) => FileAttack.All.FirstOrDefault(a => a.Name == finding.Attack) is { } file
            ? pair.Survive(file, TimeSpan.FromMilliseconds(100), patience)
            : pair.Survive([.. finding.Rounds.Select(r => r.ToArray())], finding.Pace, finding.Recovery, TimeSpan.FromMilliseconds(100), patience);
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    private Finding? AttackFromCatalogue(LivePair pair, RegionMap map, int seed)
    {
        var corruption = _attacks[_random.Next(_attacks.Count)];
        if (corruption.AppliesTo?.Invoke(map) == false)
        {
            return null;
        }

        return Judge(pair, corruption.Name, seed, corruption.Prepare(map), corruption.Recovery, corruption.Pace);
    }

    private Finding? AttackFile(LivePair pair, int seed)
    {
        var attack = FileAttack.All[_random.Next(FileAttack.All.Count)];
        return pair.Survive(attack, TimeSpan.FromMilliseconds(_random.Next(300)), _patience) is { } time
            ? Survived(time)
            : Lost(pair, attack.Name, seed, [], Recovery.Restart, Pace.Once);
    }

    private Finding? Survived(TimeSpan time)
    {
        Slowest = time > Slowest ? time : Slowest;
        return null;
    }

    private Finding? Lost(LivePair pair, string name, int seed, Patch[][] rounds, Recovery recovery, Pace pace)
    {
        var finding = Fail(pair, name, seed, rounds, recovery, pace, pair.Describe());
        End();
        return finding;
    }

    private Finding? AttackAtRandom(LivePair pair, RegionMap map, int seed)
    {
        var mutator = new RandomMutator(seed);
        var image = new byte[(int)map.Length];
        pair.Guest.Attacker.CopyOut(0, image);
        var rounds = new Patch[1 + (seed % 3)][];
        for (var i = 0; i < rounds.Length; i++)
        {
            var patches = new List<Patch>();
            mutator.Mutate(image, map, patches);
            rounds[i] = [.. patches];
        }

        return Judge(pair, "random", seed, rounds, Recovery.Restart, (Pace)(seed % 3));
    }

    private Finding? Judge(LivePair pair, string name, int seed, Patch[][] rounds, Recovery recovery, Pace pace)
    {
        var duration = TimeSpan.FromMilliseconds(10 + _random.Next(120));
        return pair.Survive(rounds, pace, recovery, duration, _patience) is { } time ? Survived(time) : Lost(pair, name, seed, rounds, recovery, pace);
    }

    private Finding? Begin()
    {
        End();
        var profile = ProducerProfile.All[_pairs % ProducerProfile.All.Count];
        var rendered = _renders && _pairs % 3 == 2;
        var types = rendered ? s_exactTypes : profile.KvmfrVersion < 20 ? s_types : [.. s_types, FrameType.Bgr32, FrameType.Rgb24];
        var pattern = new TestPattern(types[_random.Next(types.Length)], (uint)_random.Next(64, 400), (uint)_random.Next(64, 300), s_damage[_random.Next(s_damage.Length)]);
        _pairs++;
        _pair = new LivePair(profile, pattern, RegionBytes, rendered);
        _attacksLeft = AttacksPerPair;
        if (_pair.WaitForPicture(TimeSpan.FromSeconds(10)) is null)
        {
            var finding = Fail(_pair, "none", 0, [], Recovery.Stop, Pace.Once, $"no picture before any attack ({pattern}): {_pair.Describe()}");
            End();
            return finding;
        }

        return CheckGrowth(_pair);
    }

    // Compared at the start of each pair, when nothing of the last one is alive: what grew then stays.
    private Finding? CheckGrowth(LivePair pair)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var nowKiB = Environment.WorkingSet / 1024;
        if (_pairs <= ProducerProfile.All.Count)
        {
            _baseKiB = Math.Max(_baseKiB, nowKiB);
            return null;
        }

        if (nowKiB <= _baseKiB + GrowthKiB)
        {
            return null;
        }

        var finding = Fail(pair, "memory", 0, [], Recovery.Stop, Pace.Once, $"resident memory grew from {_baseKiB} to {nowKiB} KiB over {Iterations} attacks");
        _baseKiB = nowKiB;
        return finding;
    }

    private static Finding Fail(LivePair pair, string attack, int seed, Patch[][] rounds, Recovery recovery, Pace pace, string error) => new()
    {
        Target = "live", Attack = attack, Profile = pair.Profile.Name, Seed = seed, Rounds = rounds, Recovery = recovery, Pace = pace, Error = error,
    };

    private void End()
    {
        if (_pair is null)
        {
            return;
        }

        foreach (var (code, count) in _pair.Rejects)
        {
            Rejects[code.ToString()] = Rejects.GetValueOrDefault(code.ToString()) + count;
        }

        _pair.Dispose();
        _pair = null;
    }
}
