namespace Oriel.Relay.Consumer;

/// <summary>
/// How the producer's clock stands to the host's monotonic clock (<see cref="FrameTimes.Now"/>). To be shown only: the guest has a hand in every number, so nothing is
/// decided by it.
/// </summary>
/// <param name="Relation">What is known.</param>
/// <param name="OffsetNs">Host's clock minus producer's clock, nanoseconds; <see cref="FrameTimes.Unknown"/> when nothing is known.</param>
/// <param name="UncertaintyNs">The true offset lies no further than this from <paramref name="OffsetNs"/>; 0 = shared clock; <see cref="FrameTimes.Unknown"/> when nothing is known.</param>
/// <param name="DriftPpm">How fast the offset grows, millionths; positive = the guest's clock is slow. NaN = not known yet; 0 for a shared clock.</param>
/// <param name="DriftUncertaintyPpm">How far <paramref name="DriftPpm"/> may be off; NaN = not known yet.</param>
public readonly record struct ClockEstimate(ClockRelation Relation, long OffsetNs, long UncertaintyNs, double DriftPpm, double DriftUncertaintyPpm)
{
    /// <summary>Nothing is known.</summary>
    public static ClockEstimate None => new(ClockRelation.Unknown, FrameTimes.Unknown, FrameTimes.Unknown, double.NaN, double.NaN);

    /// <summary>The producer reads our clock.</summary>
    public static ClockEstimate Shared => new(ClockRelation.Shared, 0, 0, 0, 0);
}
