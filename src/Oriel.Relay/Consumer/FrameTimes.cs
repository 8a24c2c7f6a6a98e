namespace Oriel.Relay.Consumer;

/// <summary>
/// When a frame passed each stage, in nanoseconds of the host's monotonic clock (<see cref="System.Diagnostics.Stopwatch"/>).
/// <see cref="Unknown"/> is distinct from zero.
/// </summary>
public record struct FrameTimes
{
    /// <summary>The stage was not measured.</summary>
    public const long Unknown = long.MinValue;

    /// <summary>Everything unknown.</summary>
    public FrameTimes()
    {
    }

    /// <summary>The guest captured it (known only when guest and host share a clock).</summary>
    public long CapturedNs { get; set; } = Unknown;

    /// <summary>The producer posted it (known only when guest and host share a clock).</summary>
    public long PublishedNs { get; set; } = Unknown;

    /// <summary>The feed saw the message.</summary>
    public long SeenNs { get; set; } = Unknown;

    /// <summary>The last pixel was in the lent slot.</summary>
    public long CopiedNs { get; set; } = Unknown;

    /// <summary>The renderer submitted it to the GPU.</summary>
    public long SubmittedNs { get; set; } = Unknown;

    /// <summary>The buffer swap returned.</summary>
    public long PresentedNs { get; set; } = Unknown;

    /// <summary>The monotonic clock in nanoseconds.</summary>
    public static long Now() => (long)(System.Diagnostics.Stopwatch.GetTimestamp() * (1_000_000_000.0 / System.Diagnostics.Stopwatch.Frequency));
}
