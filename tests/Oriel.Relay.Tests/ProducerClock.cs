namespace Oriel.Relay.Tests;

/// <summary>A clock that a test moves by hand: milliseconds since an arbitrary start.</summary>
internal sealed class ProducerClock(long startMs = 1_000_000) : TimeProvider
{
    private long _ms = startMs;

    public override long TimestampFrequency => 1000;

    public long NowMs => Volatile.Read(ref _ms);

    public override long GetTimestamp() => NowMs;

    public void Advance(long ms) => Interlocked.Add(ref _ms, ms);
}
