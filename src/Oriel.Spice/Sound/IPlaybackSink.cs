namespace Oriel.Spice.Sound;

/// <summary>Where the guest's sound goes. Called by the channel's reader, one call at a time; nothing may block.</summary>
public interface IPlaybackSink
{
    /// <summary>Sound begins, or goes on in another format. Also after <see cref="Stop"/>.</summary>
    /// <param name="format">Format of the samples that follow.</param>
    void Start(SoundFormat format);

    /// <summary>Whole frames of the format last started. Never called before <see cref="Start"/> or after <see cref="Stop"/>.</summary>
    /// <param name="samples">Interleaved; valid during the call only.</param>
    void Write(ReadOnlySpan<short> samples);

    /// <summary>Nothing more comes; what was written is to be played. Also when the channel ended.</summary>
    void Stop();

    /// <summary>The guest's mixer volume.</summary>
    /// <param name="channels">0 to 65535 for each channel, at least one; the number need not be that of the format.</param>
    void SetVolume(ReadOnlySpan<ushort> channels);

    /// <summary>The guest's mute switch.</summary>
    void SetMute(bool muted);
}
