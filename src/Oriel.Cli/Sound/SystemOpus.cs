using Oriel.Interop.Linux.Opus;
using Oriel.Spice.Sound;

namespace Oriel.Cli.Sound;

/// <summary>The system's libopus as the SPICE channels want it.</summary>
internal sealed class SystemOpus : IOpusCodec
{
    private SystemOpus()
    {
    }

    /// <summary>The codec; null where the library is not installed.</summary>
    public static SystemOpus? Instance { get; } = OpusLibrary.IsPresent ? new SystemOpus() : null;

    /// <inheritdoc/>
    public IOpusDecoder? CreateDecoder(SoundFormat format) =>
        OpusDecoderHandle.Create(format.FrequencyHz, format.Channels) is { } handle ? new Decoder(handle) : null;

    /// <inheritdoc/>
    public IOpusEncoder? CreateEncoder(SoundFormat format) =>
        OpusEncoderHandle.Create(format.FrequencyHz, format.Channels) is { } handle ? new Encoder(handle) : null;

    private sealed class Decoder(OpusDecoderHandle handle) : IOpusDecoder
    {
        public int Decode(ReadOnlySpan<byte> packet, Span<short> samples) => handle.Decode(packet, samples);

        public void Dispose() => handle.Dispose();
    }

    private sealed class Encoder(OpusEncoderHandle handle) : IOpusEncoder
    {
        public int Encode(ReadOnlySpan<short> samples, Span<byte> packet) => handle.Encode(samples, packet);

        public void Dispose() => handle.Dispose();
    }
}
