using System.Diagnostics;

namespace Oriel.Relay.Consumer;

/// <summary>The host's monotonic clock in its own ticks (<see cref="Stopwatch"/>), and durations in them.</summary>
internal static class HostClock
{
    /// <summary>A point in time that never comes.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Now.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>Milliseconds as ticks.</summary>
    public static long Ms(long milliseconds) => milliseconds * Stopwatch.Frequency / 1000;

    /// <summary>Microseconds as ticks.</summary>
    public static long Us(long microseconds) => microseconds * Stopwatch.Frequency / 1_000_000;

    /// <summary>A duration as ticks.</summary>
    public static long Of(TimeSpan duration) => (long)(duration.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Whole seconds in a number of ticks.</summary>
    public static long Seconds(long ticks) => ticks / Stopwatch.Frequency;
}
