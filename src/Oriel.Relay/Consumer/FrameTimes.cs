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

    /// <summary>Serial of the frame; 0 = none.</summary>
    public uint Serial { get; set; }

    /// <summary>The guest captured it, on the host's clock (known when guest and host share a clock, or when the offset between theirs is estimated).</summary>
    public long CapturedNs { get; set; } = Unknown;

    /// <summary>The producer posted it, on the host's clock (known as above).</summary>
    public long PublishedNs { get; set; } = Unknown;

    /// <summary>
    /// The producer had the last pixel in the region, on the host's clock (known as above, and only if the producer wrote it down before we were done with the frame).
    /// The consumer copies meanwhile, so this lies between <see cref="PublishedNs"/> and <see cref="CopiedNs"/>, before or after <see cref="SeenNs"/>.
    /// </summary>
    public long FilledNs { get; set; } = Unknown;

    /// <summary>How far <see cref="CapturedNs"/>, <see cref="PublishedNs"/> and <see cref="FilledNs"/> may be off, either way, all three together; 0 = guest and host share a clock.</summary>
    public long GuestClockErrorNs { get; set; } = Unknown;

    /// <summary>The feed saw the message.</summary>
    public long SeenNs { get; set; } = Unknown;

    /// <summary>The last pixel was in the lent slot.</summary>
    public long CopiedNs { get; set; } = Unknown;

    /// <summary>Its pixels were handed to the GPU's driver.</summary>
    public long UploadedNs { get; set; } = Unknown;

    /// <summary>The renderer submitted it to the GPU.</summary>
    public long SubmittedNs { get; set; } = Unknown;

    /// <summary>It was shown, as <see cref="Presentation"/> knows it.</summary>
    public long PresentedNs { get; set; } = Unknown;

    /// <summary>What <see cref="PresentedNs"/> says.</summary>
    public PresentationEvidence Presentation { get; set; }

    /// <summary>The monotonic clock in nanoseconds.</summary>
    public static long Now() => FromTicks(System.Diagnostics.Stopwatch.GetTimestamp());

    /// <summary>A <see cref="System.Diagnostics.Stopwatch"/> timestamp in nanoseconds; exact where a tick is one, as on Linux.</summary>
    public static long FromTicks(long ticks) => System.Diagnostics.Stopwatch.Frequency == 1_000_000_000
        ? ticks
        : (long)(ticks * (1_000_000_000.0 / System.Diagnostics.Stopwatch.Frequency));
}
