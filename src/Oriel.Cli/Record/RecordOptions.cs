using Oriel.Cli.Guest;

namespace Oriel.Cli.Record;

/// <summary>Where recorded sound comes from.</summary>
internal enum SoundWish
{
    /// <summary>From the guest, unless somebody else is connected to its SPICE server.</summary>
    Auto,

    /// <summary>From the guest; another client is disconnected by that.</summary>
    Take,

    /// <summary>None.</summary>
    None,
}

/// <summary>What <c>oriel record</c> was asked to do.</summary>
internal sealed record RecordOptions
{
    /// <summary>Region to record.</summary>
    public required string Source { get; init; }

    /// <summary>Where the recording goes.</summary>
    public required RecordTarget Target { get; init; }

    /// <summary>The VM's SPICE server; null = none.</summary>
    public GuestOptions? Guest { get; init; }

    /// <summary>Sound or not.</summary>
    public SoundWish Sound { get; init; }

    /// <summary>Pictures a second; the most of them with <see cref="IsVariable"/>, of those that only move the pointer.</summary>
    public double RateHz { get; init; } = 60;

    /// <summary>Every frame at its own time instead of a constant rate.</summary>
    public bool IsVariable { get; init; }

    /// <summary>End after so long; zero = when told.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How long to wait for the first picture.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>auto, lossless, h264, hevc, av1, or the name of one of ffmpeg's encoders.</summary>
    public string Codec { get; init; } = "auto";

    /// <summary>0 (best) to 51 (smallest).</summary>
    public int Quality { get; init; } = 20;

    /// <summary>Use the GPU's encoder where there is one.</summary>
    public bool AllowHardware { get; init; } = true;

    /// <summary>Size of the recording; null = that of the first picture.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>Paint the guest's pointer.</summary>
    public bool ShowCursor { get; init; } = true;

    /// <summary>Map HDR to SDR.</summary>
    public bool IsSdr { get; init; }

    /// <summary>Replace an existing file.</summary>
    public bool Force { get; init; }

    /// <summary>Say nothing but errors.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Print figures as JSON at the end.</summary>
    public bool IsJson { get; init; }
}
