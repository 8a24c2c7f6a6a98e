using System.Buffers.Binary;

namespace Oriel.Spice.Sound;

/// <summary>One recording of the guest, from START to STOP: cuts what the source gives into packets. The source's thread writes, the channel's reader ends it.</summary>
internal sealed class Recording : ICaptureTarget
{
    private const ushort Data = 101;
    private const ushort Mode = 102;
    private const ushort StartMark = 103;

    // SPICE servers decode into a buffer for packets of this size (spice.md section 9.3).
    private const int MaxOpusBytes = 480;

    private readonly Lock _gate = new();
    private readonly IChannelSender _sender;
    private readonly IOpusEncoder? _encoder;
    private readonly short[] _packet;
    private readonly byte[] _body;
    private readonly int _frequencyHz;
    private readonly int _channels;
    private readonly long _began = Environment.TickCount64;
    private long _frames;
    private int _filled;
    private bool _announced;
    private bool _ended;

    /// <summary>Begins.</summary>
    /// <param name="sender">The way out.</param>
    /// <param name="format">Format of the samples.</param>
    /// <param name="encoder">Owned; null = raw.</param>
    public Recording(IChannelSender sender, SoundFormat format, IOpusEncoder? encoder)
    {
        _sender = sender;
        _encoder = encoder;
        _channels = format.Channels;
        _frequencyHz = format.FrequencyHz;
        _packet = new short[format.PacketFrames * format.Channels];
        _body = new byte[4 + (encoder is null ? 2 * _packet.Length : MaxOpusBytes)];
    }

    // The time of a packet: what its place in the stream says, on the clock of the first.
    private uint Now => unchecked((uint)(_began + (_frames * 1000 / _frequencyHz)));

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<short> samples)
    {
        // The gate is held for copies only; it keeps the encoder alive and a packet whole when the guest stops in the middle.
        lock (_gate)
        {
            if (_ended)
            {
                return false;
            }

            Announce();
            while (samples.Length > 0)
            {
                var taken = Math.Min(samples.Length, _packet.Length - _filled);
                samples[..taken].CopyTo(_packet.AsSpan(_filled));
                samples = samples[taken..];
                _filled += taken;
                if (_filled == _packet.Length && !SendPacket())
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Nothing is sent after this returned.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _encoder?.Dispose();
        }
    }

    private void Announce()
    {
        if (_announced)
        {
            return;
        }

        _announced = true;
        Span<byte> body = stackalloc byte[6];
        BinaryPrimitives.WriteUInt32LittleEndian(body, Now);
        BinaryPrimitives.WriteUInt16LittleEndian(body[4..], (ushort)(_encoder is null ? SoundMode.Raw : SoundMode.Opus));
        _ = _sender.Send(Mode, body);
        _ = _sender.Send(StartMark, body[..4]);
    }

    private bool SendPacket()
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_body, Now);
        _filled = 0;
        _frames += _packet.Length / _channels;
        if (_encoder is not null)
        {
            var bytes = _encoder.Encode(_packet, _body.AsSpan(4));
            return bytes < 0 || _sender.Send(Data, _body.AsSpan(0, 4 + bytes));
        }

        for (var i = 0; i < _packet.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(_body.AsSpan(4 + (2 * i)), _packet[i]);
        }

        return _sender.Send(Data, _body);
    }
}
