namespace Oriel.Sound;

/// <summary>What the user chose about sound.</summary>
public sealed record SoundOptions
{
    /// <summary>Output device; null = the system's default.</summary>
    public string? OutputDevice { get; init; }

    /// <summary>Microphone; null = the system's default.</summary>
    public string? InputDevice { get; init; }

    /// <summary>Frames the device takes at once, at 48 kHz. Smaller is quicker and costs more wake-ups.</summary>
    public int PeriodFrames { get; init; } = 480;

    /// <summary>
    /// Time between the arrival of a sound and its being handed to the device. A packet and a device period have to fit in; what is left over is what the network and the
    /// scheduler may be late by. It grows by itself for a while when it proves too small.
    /// </summary>
    public TimeSpan TargetLatency { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>The guest's volume and mute apply to our stream.</summary>
    public bool FollowGuestVolume { get; init; } = true;
}
