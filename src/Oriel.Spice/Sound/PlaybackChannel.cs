using System.Buffers.Binary;

namespace Oriel.Spice.Sound;

/// <summary>
/// The PLAYBACK channel (spice.md section 9): sound from the guest, raw or opus, into an <see cref="IPlaybackSink"/>. The packets' times are ignored: the sink keeps a short
/// buffer of its own and follows the server's clock. A damaged opus packet is counted and left out; everything else that does not fit closes the channel.
/// </summary>
public sealed class PlaybackChannel : IChannelHandler, IDisposable
{
    private const ushort Data = 101;
    private const ushort Mode = 102;
    private const ushort StartMessage = 103;
    private const ushort StopMessage = 104;
    private const ushort Volume = 105;
    private const ushort Mute = 106;

    private const uint CapVolume = 1 << 1;
    private const uint CapOpus = 1 << 3;

    // 120 ms at 48 kHz: the longest an opus packet can be.
    private const int MaxOpusFrames = 5760;

    // Three frames of the largest size opus has (RFC 6716 section 3.2); SPICE's encoder buffer is far smaller.
    private const int MaxOpusBytes = 3 * 1276;

    private readonly IPlaybackSink _sink;
    private readonly IOpusCodec? _opus;
    private short[] _samples = new short[2 * MaxOpusFrames];
    private IOpusDecoder? _decoder;
    private SoundMode _mode = SoundMode.Raw;
    private SoundFormat? _format;
    private long _packets;
    private long _damaged;

    /// <summary>Makes the handler.</summary>
    /// <param name="sink">Where the sound goes.</param>
    /// <param name="opus">Announces opus and decodes it; null = the server sends raw sound, which has no codec delay and is right on local links.</param>
    public PlaybackChannel(IPlaybackSink sink, IOpusCodec? opus = null)
    {
        _sink = sink;
        _opus = opus;
        Capabilities = [CapVolume | (opus is null ? 0 : CapOpus)];
    }

    /// <inheritdoc/>
    public ChannelType Type => ChannelType.Playback;

    /// <inheritdoc/>
    public byte Id => 0;

    /// <inheritdoc/>
    public IReadOnlyList<uint> Capabilities { get; }

    /// <summary>DATA messages so far. For any thread.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Opus packets that could not be decoded. For any thread.</summary>
    public long DamagedPackets => Volatile.Read(ref _damaged);

    /// <inheritdoc/>
    public void Linked(IChannelSender sender, IReadOnlyList<uint> serverCapabilities)
    {
        _mode = SoundMode.Raw;
        _format = null;
    }

    /// <inheritdoc/>
    public void Handle(ushort type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case Data:
                OnData(body);
                break;
            case Mode:
                OnMode(body);
                break;
            case StartMessage:
                OnStart(body);
                break;
            case StopMessage:
                Stop();
                break;
            case Volume:
                Span<ushort> volumes = stackalloc ushort[SoundFormat.MaxChannels];
                _sink.SetVolume(volumes[..SoundWire.ReadVolume("playback", body, volumes)]);
                break;
            case Mute:
                _sink.SetMute(SoundWire.ReadMute("playback", body));
                break;
            default:
                // LATENCY comes only to clients that announce it; the rest is unknown.
                break;
        }
    }

    /// <inheritdoc/>
    public void Closed() => Stop();

    /// <summary>Releases the decoder. After the session's end.</summary>
    public void Dispose() => DropDecoder();

    private void OnMode(ReadOnlySpan<byte> body)
    {
        SoundWire.Need("playback", "MODE", body, 6);
        var mode = (SoundMode)BinaryPrimitives.ReadUInt16LittleEndian(body[4..]);
        if (mode != SoundMode.Raw && (mode != SoundMode.Opus || _opus is null))
        {
            throw new SpiceException(SpiceFailure.Protocol, $"playback MODE {(int)mode} was not announced by this client");
        }

        _mode = mode;
        DropDecoder();
        if (_format is { } format && mode == SoundMode.Opus)
        {
            MakeDecoder(format);
        }
    }

    private void OnStart(ReadOnlySpan<byte> body)
    {
        SoundWire.Need("playback", "START", body, 14);
        var format = SoundFormat.Read(
            "playback",
            BinaryPrimitives.ReadUInt32LittleEndian(body),
            BinaryPrimitives.ReadUInt16LittleEndian(body[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[6..]));
        if (_mode == SoundMode.Opus)
        {
            MakeDecoder(format);
        }

        _format = format;
        _sink.Start(format);
    }

    private void OnData(ReadOnlySpan<byte> body)
    {
        SoundWire.Need("playback", "DATA", body, 4);
        if (body.Length > SoundWire.MaxDataBytes)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"playback DATA: {body.Length} bytes, more than a second of sound");
        }

        // A server may still have a packet on its way when it stops.
        if (_format is not { } format)
        {
            return;
        }

        Volatile.Write(ref _packets, _packets + 1);
        if (_mode == SoundMode.Opus)
        {
            Decode(body[4..], format);
        }
        else
        {
            Convert(body[4..], format);
        }
    }

    private void Convert(ReadOnlySpan<byte> bytes, SoundFormat format)
    {
        var frameBytes = 2 * format.Channels;
        if (bytes.Length % frameBytes != 0)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"playback DATA: {bytes.Length} bytes are no whole frames of {frameBytes}");
        }

        var count = bytes.Length / 2;
        if (_samples.Length < count)
        {
            _samples = new short[count];
        }

        var samples = _samples.AsSpan(0, count);
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]);
        }

        _sink.Write(samples);
    }

    private void Decode(ReadOnlySpan<byte> packet, SoundFormat format)
    {
        if (packet.Length is 0 or > MaxOpusBytes)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"playback DATA: an opus packet of {packet.Length} bytes, not 1 to {MaxOpusBytes}");
        }

        var frames = _decoder!.Decode(packet, _samples.AsSpan(0, MaxOpusFrames * format.Channels));
        if (frames < 0)
        {
            Volatile.Write(ref _damaged, _damaged + 1);
            return;
        }

        _sink.Write(_samples.AsSpan(0, frames * format.Channels));
    }

    private void MakeDecoder(SoundFormat format)
    {
        if (format.Channels > 2 || format.FrequencyHz != 48_000)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"playback START: opus with {format}, not 1 or 2 × 48000 Hz");
        }

        DropDecoder();
        _decoder = _opus!.CreateDecoder(format) ?? throw new SpiceException(SpiceFailure.Protocol, $"the opus library makes no decoder for {format}");
    }

    private void DropDecoder()
    {
        _decoder?.Dispose();
        _decoder = null;
    }

    private void Stop()
    {
        if (_format is not null)
        {
            _format = null;
            _sink.Stop();
        }

        DropDecoder();
    }
}
