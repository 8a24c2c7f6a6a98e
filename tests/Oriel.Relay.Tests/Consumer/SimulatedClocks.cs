namespace Oriel.Relay.Tests.Consumer;

/// <summary>
/// A host's clock, a guest's clock that runs apart from it as fast as the test says, and messages between the two that take any time. Whole nanoseconds on the wire, fractions behind it.
/// </summary>
internal sealed class SimulatedClocks
{
    private readonly Random _random;
    private readonly long _resolutionNs;
    private readonly long _base;
    private double _drifted;

    public SimulatedClocks(int seed, long offsetNs, long resolutionNs)
    {
        (_random, _base, _resolutionNs) = (new Random(seed), offsetNs, resolutionNs);
        HostNs = 3_000_000_000_000_000 + seed;
    }

    public long HostNs { get; private set; }

    /// <summary>How fast the offset grows now, millionths.</summary>
    public double DriftPpm { get; set; }

    /// <summary>What the estimate should find: host minus guest.</summary>
    public double OffsetNs => _base + _drifted;

    /// <summary>The guest's clock as the guest reads it.</summary>
    public long GuestNs => (long)Math.Floor((HostNs - OffsetNs) / _resolutionNs) * _resolutionNs;

    public void Advance(long ns)
    {
        HostNs += ns;
        _drifted += ns * DriftPpm / 1e6;
    }

    /// <summary>Sets the guest's clock forward (or back).</summary>
    public void SetGuestForward(long ns) => _drifted -= ns;

    /// <summary>A delay: mostly close to the least, sometimes long.</summary>
    public long Delay(long leastNs, long typicalNs) => leastNs + (long)(-Math.Log(1 - _random.NextDouble()) * typicalNs) + (_random.Next(50) == 0 ? typicalNs * 20 : 0);

    public int Next(int limit) => _random.Next(limit);
}
