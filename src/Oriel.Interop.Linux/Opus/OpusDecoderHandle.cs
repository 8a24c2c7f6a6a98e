using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Opus;

/// <summary>An opus decoder. For one thread at a time.</summary>
public sealed unsafe class OpusDecoderHandle : SafeHandle
{
    private readonly int _channels;

    private OpusDecoderHandle(nint decoder, int channels)
        : base(0, ownsHandle: true)
    {
        SetHandle(decoder);
        _channels = channels;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Makes one; null when the library is missing or refuses.</summary>
    /// <param name="frequencyHz">8, 12, 16, 24 or 48 kHz.</param>
    /// <param name="channels">1 or 2.</param>
    public static OpusDecoderHandle? Create(int frequencyHz, int channels)
    {
        try
        {
            int error;
            var decoder = OpusNative.opus_decoder_create(frequencyHz, channels, &error);
            return error == OpusConstants.Ok && decoder != 0 ? new OpusDecoderHandle(decoder, channels) : null;
        }
        catch (DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Decodes one packet.</summary>
    /// <param name="packet">As it came, hostile: the library checks it.</param>
    /// <param name="samples">Room for interleaved samples.</param>
    /// <returns>Frames written; negative = the library's error (a damaged packet, or too little room).</returns>
    public int Decode(ReadOnlySpan<byte> packet, Span<short> samples)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);

        // An empty packet would mean "lost, make something up".
        if (packet.IsEmpty || samples.Length < _channels)
        {
            return -1;
        }

        fixed (byte* data = packet)
        fixed (short* output = samples)
        {
            // SAFETY: at most frameSize × channels samples are written, which is no more than the span has.
            return OpusNative.opus_decode(handle, data, packet.Length, output, samples.Length / _channels, 0);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OpusNative.opus_decoder_destroy(handle);
        return true;
    }
}
