namespace Oriel.Spice.Sound;

/// <summary>Encodes one stream. For one thread at a time.</summary>
public interface IOpusEncoder : IDisposable
{
    /// <summary>Encodes one packet.</summary>
    /// <param name="samples">10 ms of interleaved samples.</param>
    /// <param name="packet">Room for the result.</param>
    /// <returns>Bytes written; negative on failure.</returns>
    int Encode(ReadOnlySpan<short> samples, Span<byte> packet);
}
