namespace Oriel.Display.Latency;

/// <summary>What many durations come to, nanoseconds. Without a known one all of them are <see cref="Relay.Consumer.FrameTimes.Unknown"/>, which is not zero.</summary>
/// <param name="Count">Known ones, all since the start.</param>
/// <param name="Unknown">Ones that were not measured.</param>
/// <param name="MeanNs">Mean of all known ones.</param>
/// <param name="P50Ns">Not exceeded by half of the kept ones; exact, by nearest rank.</param>
/// <param name="P95Ns">Not exceeded by 95 % of them.</param>
/// <param name="P99Ns">Not exceeded by 99 % of them.</param>
/// <param name="MaxNs">The longest of all.</param>
public readonly record struct DurationSummary(long Count, long Unknown, long MeanNs, long P50Ns, long P95Ns, long P99Ns, long MaxNs);
