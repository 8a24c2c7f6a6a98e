namespace Oriel.Spice.Sound;

/// <summary>Makes opus coders, where the system has the library.</summary>
public interface IOpusCodec
{
    /// <summary>A decoder for a stream.</summary>
    /// <param name="format">One or two channels, 48 kHz.</param>
    /// <returns>Null when the library refuses.</returns>
    IOpusDecoder? CreateDecoder(SoundFormat format);

    /// <summary>An encoder for a stream.</summary>
    /// <param name="format">One or two channels, 48 kHz.</param>
    /// <returns>Null when the library refuses.</returns>
    IOpusEncoder? CreateEncoder(SoundFormat format);
}
