using Oriel.Sound.Microphone;

namespace Oriel.Cli.Sound;

/// <summary>Immutable snapshot of what a user wants to see of sound.</summary>
internal sealed record SoundView
{
    /// <summary>Silent, by the user or the guest.</summary>
    public bool IsMuted { get; init; }

    /// <summary>The user's own volume, 0 to 100.</summary>
    public int Volume { get; init; } = 100;

    /// <summary>What the microphone does.</summary>
    public MicrophoneState Microphone { get; init; }

    /// <summary>What happens when the guest wants to record.</summary>
    public MicrophonePolicy Policy { get; init; }

    /// <summary>A mark belongs on the picture: the guest hears the microphone and the user wants to see that.</summary>
    public bool ShowsRecording { get; init; }

    /// <summary>Why there is no sound; null when there is.</summary>
    public OrielException? PlaybackFailure { get; init; }

    /// <summary>Why the microphone does not work; null when it does.</summary>
    public OrielException? CaptureFailure { get; init; }
}
