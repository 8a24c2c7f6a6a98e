namespace Oriel.Fuzz.Mutation;

/// <summary>
/// The catalogue of targeted attacks. The tests apply each of them to a running pair of programs, the fuzzer picks from them for ever. A crash or hang that
/// is ever found becomes an entry here.
/// </summary>
public static partial class Corruptions
{
    // Made on first use: the fields of the other parts of this class have to be there first.
    private static readonly Lazy<IReadOnlyList<Corruption>> s_all =
        new(() => [.. Session(), .. Status(), .. Clock(), .. Queues(), .. Subscribers(), .. Messages(), .. Frames(), .. Pixels(), .. Cursors()]);

    /// <summary>All attacks that consist of stores into the memory, in the order of lgmp.md and kvmfr.md.</summary>
    public static IReadOnlyList<Corruption> All => s_all.Value;

    /// <summary>The attack of this name.</summary>
    public static Corruption Named(string name) =>
        All.FirstOrDefault(c => c.Name == name) ?? throw new ArgumentException($"there is no corruption '{name}'", nameof(name));

    private static Corruption Stop(string name, Expectation expected, Func<RegionMap, int, IEnumerable<Patch>> build) => new(name, expected, Recovery.Stop, build);

    private static Corruption Lie(string name, Expectation expected, Func<RegionMap, int, IEnumerable<Patch>> build) => new(name, expected, Recovery.Refresh, build);

    private static Corruption Undo(string name, Expectation expected, Func<RegionMap, int, IEnumerable<Patch>> build) =>
        new(name, expected, Recovery.Undo, build) { Pace = Pace.Milliseconds };

    private static Corruption Restart(string name, Expectation expected, Func<RegionMap, int, IEnumerable<Patch>> build) =>
        new(name, expected, Recovery.Restart, build) { Pace = Pace.Milliseconds };
}
