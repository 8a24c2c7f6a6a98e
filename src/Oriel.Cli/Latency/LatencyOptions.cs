using Oriel.Cli.Guest;
using Oriel.Cli.Latency.Input;
using Oriel.Cli.View;

namespace Oriel.Cli.Latency;

/// <summary>What <c>oriel latency</c> was asked to measure.</summary>
internal sealed record LatencyOptions
{
    /// <summary>Frames kept for exact percentiles and for the trace: 18 minutes at 60 Hz, in 11 MB.</summary>
    public const int FramesKept = 65_536;

    /// <summary>The viewer to measure; its window is not used when <see cref="IsHeadless"/>.</summary>
    public required ViewOptions View { get; init; }

    /// <summary>Why that region.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Draw off-screen.</summary>
    public bool IsHeadless { get; init; }

    /// <summary>The VM's SPICE server; null = none, then nothing can be injected.</summary>
    public GuestOptions? Guest { get; init; }

    /// <summary>End after so many measured frames; 0 = not by frames.</summary>
    public long Frames { get; init; }

    /// <summary>End so long after warming up; zero = not by time.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How long after the first frame measuring begins.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for the first frame, and for the SPICE server when something is injected.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Inputs to inject; null = none. The run then ends with the last one.</summary>
    public InputMeterOptions? Input { get; init; }

    /// <summary>Write the report there as JSON; null = do not.</summary>
    public string? Json { get; init; }

    /// <summary>Write a trace there; null = do not.</summary>
    public string? Trace { get; init; }

    /// <summary>Log file and verbosity, for a window.</summary>
    public (string? File, bool Verbose) Log { get; init; }
}
