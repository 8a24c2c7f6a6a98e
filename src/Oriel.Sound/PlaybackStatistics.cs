namespace Oriel.Sound;

/// <summary>Immutable snapshot of the playback engine.</summary>
public sealed record PlaybackStatistics
{
    /// <summary>What it is doing.</summary>
    public SoundState State { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public OrielException? Failure { get; init; }

    /// <summary>Format of the guest's sound; null = none yet.</summary>
    public AudioFormat? Source { get; init; }

    /// <summary>Format of the open device; null = none.</summary>
    public AudioFormat? Device { get; init; }

    /// <summary>Frames of one device period.</summary>
    public int PeriodFrames { get; init; }

    /// <summary>Smoothed time from arrival to being handed to the device, in milliseconds.</summary>
    public double LatencyMs { get; init; }

    /// <summary>The time aimed at now, in milliseconds.</summary>
    public double TargetMs { get; init; }

    /// <summary>How much faster than the nominal rate the guest's sound is taken, in millionths: the difference between the clocks.</summary>
    public double DriftPpm { get; init; }

    /// <summary>Times the sound ran dry while it should not.</summary>
    public long Underruns { get; init; }

    /// <summary>Times latency was taken out with a cross-fade.</summary>
    public long Skips { get; init; }

    /// <summary>Frames that found no room.</summary>
    public long DroppedFrames { get; init; }

    /// <summary>Frames played.</summary>
    public long PlayedFrames { get; init; }

    /// <summary>Times a device was opened.</summary>
    public long DevicesOpened { get; init; }

    /// <summary>Muted, by the user or the guest.</summary>
    public bool IsMuted { get; init; }

    /// <summary>The user's own volume, 0 to 1.</summary>
    public double LocalVolume { get; init; } = 1;
}
