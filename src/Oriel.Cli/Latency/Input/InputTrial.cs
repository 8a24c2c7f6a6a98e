using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency.Input;

/// <summary>One input and what came of it. Times are the host's monotonic clock, nanoseconds.</summary>
/// <param name="InjectedNs">Just before it was handed to the SPICE connection.</param>
/// <param name="IsSham">Nothing was injected: whatever changes, changes by itself.</param>
internal readonly record struct InputTrial(long InjectedNs, bool IsSham)
{
    /// <summary>The picture changed where the reaction was looked for.</summary>
    public bool IsDetected { get; init; }

    /// <summary>Times of the frame with the change; only <see cref="FrameTimes.SeenNs"/> for the pointer, and nothing when none was detected.</summary>
    public FrameTimes Frame { get; init; } = new();

    /// <summary>When that frame, or the one that replaced it before it was drawn, was shown.</summary>
    public long PresentedNs { get; init; } = FrameTimes.Unknown;

    /// <summary>How that is known.</summary>
    public PresentationEvidence Presentation { get; init; }

    /// <summary>From the input to one of the frame's times; <see cref="FrameTimes.Unknown"/> when that is not known.</summary>
    public long To(long timeNs) => timeNs == FrameTimes.Unknown ? FrameTimes.Unknown : timeNs - InjectedNs;
}
