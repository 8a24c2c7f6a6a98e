using System.Buffers.Binary;

namespace Oriel.Spice.Sound;

/// <summary>
/// The RECORD channel (spice.md section 10): sound to the guest, from an <see cref="ICaptureSource"/>. Linking it sends nothing; a recording of the guest is announced to the
/// source, and only when that gives sound are MODE, START_MARK and DATA sent, in packets of 10 ms.
/// </summary>
public sealed class RecordChannel : IChannelHandler
{
    private const ushort StartMessage = 101;
    private const ushort StopMessage = 102;
    private const ushort Volume = 103;
    private const ushort Mute = 104;

    private const uint CapVolume = 1 << 1;
    private const uint CapOpus = 1 << 2;

    private readonly ICaptureSource _source;
    private readonly IOpusCodec? _opus;
    private IChannelSender? _sender;
    private bool _serverHasOpus;
    private Recording? _recording;

    /// <summary>Makes the handler.</summary>
    /// <param name="source">Where the sound comes from.</param>
    /// <param name="opus">Announces opus and encodes it; null = raw.</param>
    public RecordChannel(ICaptureSource source, IOpusCodec? opus = null)
    {
        _source = source;
        _opus = opus;
        Capabilities = [CapVolume | (opus is null ? 0 : CapOpus)];
    }

    /// <inheritdoc/>
    public ChannelType Type => ChannelType.Record;

    /// <inheritdoc/>
    public byte Id => 0;

    /// <inheritdoc/>
    public IReadOnlyList<uint> Capabilities { get; }

    /// <inheritdoc/>
    public void Linked(IChannelSender sender, IReadOnlyList<uint> serverCapabilities)
    {
        ArgumentNullException.ThrowIfNull(serverCapabilities);
        _sender = sender;
        _serverHasOpus = serverCapabilities.Count > 0 && (serverCapabilities[0] & CapOpus) != 0;
    }

    /// <inheritdoc/>
    public void Handle(ushort type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case StartMessage:
                OnStart(body);
                break;
            case StopMessage:
                Stop();
                break;
            case Volume:
                Span<ushort> volumes = stackalloc ushort[SoundFormat.MaxChannels];
                _source.SetVolume(volumes[..SoundWire.ReadVolume("record", body, volumes)]);
                break;
            case Mute:
                _source.SetMute(SoundWire.ReadMute("record", body));
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void Closed()
    {
        Stop();
        _sender = null;
    }

    private void OnStart(ReadOnlySpan<byte> body)
    {
        SoundWire.Need("record", "START", body, 10);
        var format = SoundFormat.Read(
            "record",
            BinaryPrimitives.ReadUInt32LittleEndian(body),
            BinaryPrimitives.ReadUInt16LittleEndian(body[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[6..]));
        Stop();
        var encoder = _serverHasOpus && format is { Channels: <= 2, FrequencyHz: 48_000 } ? _opus?.CreateEncoder(format) : null;
        _recording = new Recording(_sender!, format, encoder);
        _source.Start(format, _recording);
    }

    private void Stop()
    {
        if (_recording is { } recording)
        {
            _recording = null;
            recording.End();
            _source.Stop();
        }
    }
}
