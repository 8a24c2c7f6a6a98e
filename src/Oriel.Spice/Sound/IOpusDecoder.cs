namespace Oriel.Spice.Sound;

/// <summary>Decodes the packets of one stream. For one thread at a time.</summary>
public interface IOpusDecoder : IDisposable
{
    /// <summary>Decodes one packet.</summary>
    /// <param name="packet">As it came, hostile.</param>
    /// <param name="samples">Room for 120 ms of interleaved samples.</param>
    /// <returns>Frames written; negative when the packet is damaged.</returns>
    int Decode(ReadOnlySpan<byte> packet, Span<short> samples);
}
