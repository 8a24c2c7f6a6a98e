namespace Oriel.Sound.Microphone;

/// <summary>Immutable snapshot of the capture engine.</summary>
public sealed record CaptureStatistics
{
    /// <summary>What it is doing.</summary>
    public SoundState State { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public OrielException? Failure { get; init; }

    /// <summary>Format of the open device; null = none.</summary>
    public AudioFormat? Device { get; init; }

    /// <summary>Packets of 10 ms given to the consumer.</summary>
    public long Packets { get; init; }

    /// <summary>Times the microphone gave nothing while it should.</summary>
    public long Underruns { get; init; }

    /// <summary>Smoothed time from the microphone to the consumer, in milliseconds.</summary>
    public double LatencyMs { get; init; }

    /// <summary>How much faster the microphone's clock runs than this machine's, in millionths.</summary>
    public double DriftPpm { get; init; }
}
