namespace Oriel.Spice.Sound;

/// <summary>Where the guest's microphone sound comes from. Called by the channel's reader, one call at a time; nothing may block.</summary>
public interface ICaptureSource
{
    /// <summary>
    /// The guest records. Sound is sent through <paramref name="target"/> whenever there is some, or never: that is the user's decision, who may be asked first.
    /// </summary>
    /// <param name="format">What the guest wants.</param>
    /// <param name="target">The way out, until <see cref="Stop"/>.</param>
    void Start(SoundFormat format, ICaptureTarget target);

    /// <summary>The guest does not record any more, or the channel ended. Nothing may be sent from here on.</summary>
    void Stop();

    /// <summary>The guest's recording volume, 0 to 65535 for each channel.</summary>
    void SetVolume(ReadOnlySpan<ushort> channels);

    /// <summary>The guest's recording mute switch.</summary>
    void SetMute(bool muted);
}
