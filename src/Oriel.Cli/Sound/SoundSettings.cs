using Oriel.Sound;
using Oriel.Sound.Microphone;

namespace Oriel.Cli.Sound;

/// <summary>What the user chose about sound and microphone.</summary>
internal sealed record SoundSettings
{
    /// <summary>Sound at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Devices, latency, volume.</summary>
    public SoundOptions Engine { get; init; } = new();

    /// <summary>How sound travels.</summary>
    public SoundCodec Codec { get; init; }

    /// <summary>What happens when the guest wants to record.</summary>
    public MicrophonePolicy Microphone { get; init; }

    /// <summary>Show a mark while the guest hears the microphone.</summary>
    public bool ShowMicrophone { get; init; } = true;
}
