using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Opus;

/// <summary>An opus encoder for sound of any kind, at the library's own bit rate. For one thread at a time.</summary>
public sealed unsafe class OpusEncoderHandle : SafeHandle
{
    private readonly int _channels;

    private OpusEncoderHandle(nint encoder, int channels)
        : base(0, ownsHandle: true)
    {
        SetHandle(encoder);
        _channels = channels;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Makes one; null when the library is missing or refuses.</summary>
    /// <param name="frequencyHz">8, 12, 16, 24 or 48 kHz.</param>
    /// <param name="channels">1 or 2.</param>
    public static OpusEncoderHandle? Create(int frequencyHz, int channels)
    {
        try
        {
            int error;
            var encoder = OpusNative.opus_encoder_create(frequencyHz, channels, OpusConstants.ApplicationAudio, &error);
            return error == OpusConstants.Ok && encoder != 0 ? new OpusEncoderHandle(encoder, channels) : null;
        }
        catch (DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Encodes one packet.</summary>
    /// <param name="samples">2.5, 5, 10, 20, 40 or 60 ms of interleaved samples.</param>
    /// <param name="packet">Room for the packet.</param>
    /// <returns>Bytes written; negative = the library's error.</returns>
    public int Encode(ReadOnlySpan<short> samples, Span<byte> packet)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        fixed (short* input = samples)
        fixed (byte* data = packet)
        {
            // SAFETY: frameSize × channels samples are read, which is no more than the span has; at most packet.Length bytes are written.
            return OpusNative.opus_encode(handle, input, samples.Length / _channels, data, packet.Length);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OpusNative.opus_encoder_destroy(handle);
        return true;
    }
}
