using Oriel.Sound.Dsp;

namespace Oriel.Sound;

/// <summary>
/// The guest's sound on a clock of the caller's choice instead of a device's: for recordings. Between both lies the same elastic buffer as in <see cref="PlaybackEngine"/>, so the clocks may differ,
/// gaps are silence and nothing clicks. <see cref="Start"/>, <see cref="Write"/> and <see cref="Stop"/> belong to one caller, <see cref="Read"/> to another; none blocks.
/// </summary>
public sealed class SoundTap
{
    private readonly VolumeMix _volume = new(followGuest: true);
    private readonly OutputMixer _mixer = new();
    private readonly TimeSpan _latency;
    private SampleRing? _ring;
    private ElasticReader? _reader;

    /// <summary>Makes one.</summary>
    /// <param name="format">What <see cref="Read"/> gives.</param>
    /// <param name="latency">Time between the arrival of a sound and its reading; 100 ms survive a busy machine.</param>
    /// <param name="blockFrames">Frames of one reading.</param>
    public SoundTap(AudioFormat format, TimeSpan latency, int blockFrames)
    {
        Format = format.Checked();
        _latency = latency;
        _mixer.Prepare(blockFrames * format.Channels);

        // The mixer gives silence while a device that was just opened settles; there is none here.
        _mixer.Fill(new float[format.Channels], OutputMixer.Now - 1_000_000_000);
    }

    /// <summary>What <see cref="Read"/> gives.</summary>
    public AudioFormat Format { get; }

    /// <summary>Frames the guest sent. Any thread.</summary>
    public long Received => Volatile.Read(ref _ring)?.Written ?? 0;

    /// <summary>Times the sound ran dry while it should not. Any thread.</summary>
    public long Underruns => Volatile.Read(ref _reader)?.Underruns ?? 0;

    /// <summary>Sound begins, or goes on in another format.</summary>
    public void Start(AudioFormat format)
    {
        var ring = _ring;
        if (ring is null || ring.Format != format)
        {
            ring = new SampleRing(format, format.FrequencyHz);
            Volatile.Write(ref _ring, ring);
            var reader = new ElasticReader(ring, Format, _latency.TotalSeconds, _volume.Gains());
            Volatile.Write(ref _reader, reader);
            _mixer.Stream = reader;
        }

        ring.Ended = false;
    }

    /// <summary>Whole interleaved frames of the format last started.</summary>
    public void Write(ReadOnlySpan<short> samples) => _ring?.Write(samples, OutputMixer.Now);

    /// <summary>Nothing more comes; what was written is to be heard.</summary>
    public void Stop()
    {
        if (_ring is { } ring)
        {
            ring.Ended = true;
        }
    }

    /// <summary>The guest's volume, 0 to 65535 for each channel.</summary>
    public void SetGuestVolume(ReadOnlySpan<ushort> channels)
    {
        _volume.SetGuest(channels);
        Volatile.Read(ref _reader)?.SetGains(_volume.Gains());
    }

    /// <summary>The guest's mute switch.</summary>
    public void SetGuestMute(bool muted)
    {
        _volume.SetGuestMute(muted);
        Volatile.Read(ref _reader)?.SetGains(_volume.Gains());
    }

    /// <summary>The next piece, filled completely; silence where there is no sound.</summary>
    /// <param name="output">Interleaved frames of <see cref="Format"/>; 1 is full scale.</param>
    public void Read(Span<float> output) => _mixer.Fill(output);
}
