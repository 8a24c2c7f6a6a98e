namespace Oriel.Relay.Consumer;

/// <summary>What the feed thread counts about its waits: single words written by it and read by any thread.</summary>
internal sealed class FeedWakes
{
    private long _mode, _period, _jitter, _wakes, _rings, _barren, _missed, _predicted, _spins, _spun;

    /// <summary>What brings the feed to look.</summary>
    public WakeMode Mode
    {
        get => (WakeMode)Volatile.Read(ref _mode);
        set => Volatile.Write(ref _mode, (long)value);
    }

    /// <summary>An immutable copy.</summary>
    public WakeStatus Snapshot() => new(
        Mode, Nanoseconds(ref _period), Nanoseconds(ref _jitter), Volatile.Read(ref _wakes), Volatile.Read(ref _rings), Volatile.Read(ref _barren), Volatile.Read(ref _missed), Volatile.Read(ref _predicted),
        Volatile.Read(ref _spins), Nanoseconds(ref _spun));

    public void SetCadence(FrameCadence cadence)
    {
        Volatile.Write(ref _period, cadence.Period);
        Volatile.Write(ref _jitter, cadence.Spread);
    }

    public void CountWake() => Bump(ref _wakes);

    public void CountRing(bool isBarren)
    {
        Bump(ref _rings);
        if (isBarren)
        {
            Bump(ref _barren);
        }
    }

    public void CountMissed() => Bump(ref _missed);

    public void CountPredicted() => Bump(ref _predicted);

    public void CountSpin(long ticks)
    {
        Bump(ref _spins);
        Volatile.Write(ref _spun, _spun + ticks);
    }

    private static long Nanoseconds(ref long ticks) => (long)(Volatile.Read(ref ticks) * (1e9 / System.Diagnostics.Stopwatch.Frequency));

    // One writer.
    private static void Bump(ref long field) => Volatile.Write(ref field, field + 1);
}
