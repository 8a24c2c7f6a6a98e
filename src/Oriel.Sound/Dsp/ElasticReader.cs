namespace Oriel.Sound.Dsp;

/// <summary>
/// The reading end of a <see cref="SampleRing"/>: turns packets that come on one clock into an even stream on another. Waits until the target latency is filled, plays, holds the
/// level with a <see cref="DriftLoop"/>, and never breaks the waveform: starts and ends are ramps, a gap is covered by the mirrored past fading out, too much latency is taken
/// out with a cross-fade. For the device's thread, except where a member says otherwise; allocates nothing, locks nothing.
/// </summary>
internal sealed partial class ElasticReader : IFrameSource
{
    private const double FadeSeconds = 0.008;
    private const double VolumeSeconds = 0.004;

    // What a device that takes its frames in larger bites than announced, or a sender that stutters, needs on top of the target: learned, and slowly forgotten.
    private const double ExtraPerUnderrun = 0.005;
    private const double MaxExtra = 0.08;
    private const double ForgetPerSecond = 0.00005;

    // Too much for the drift loop to take out in reasonable time.
    private const double SkipAbove = 0.04;
    private const double SkipAtOnceAbove = 0.15;

    private readonly SampleRing _ring;
    private readonly SincResampler _resampler;
    private readonly DriftLoop _drift = new();
    private readonly double _configured;
    private readonly float[] _matrix;
    private readonly bool _isIdentity;
    private readonly float[][] _history;
    private readonly float[] _frame;
    private readonly float[] _gains;
    private readonly float _gainStep;
    private readonly int _fadeFrames;
    private float[] _wantedGains;

    private State _state;
    private int _startIn = -1;
    private int _fade;
    private int _skip;
    private int _skipDone;
    private int _historyEnd;
    private double _extra;
    private long _lastNs = long.MinValue;
    private bool _isCut;

    private long _underruns;
    private long _skips;
    private long _played;
    private double _latency;
    private double _target;
    private double _correction;

    /// <summary>Makes one.</summary>
    /// <param name="ring">What it reads.</param>
    /// <param name="target">Format of <see cref="Read"/>.</param>
    /// <param name="latencySeconds">Time between the arrival of a frame and its reading that is aimed at. A device period and a packet always fit in.</param>
    /// <param name="gains">Volume of each channel of the ring, see <see cref="SetGains"/>.</param>
    public ElasticReader(SampleRing ring, AudioFormat target, double latencySeconds, float[] gains)
    {
        _ring = ring;
        Format = target.Checked();
        _configured = latencySeconds;
        _target = latencySeconds;
        _resampler = new SincResampler(target.Channels, ring.Format.FrequencyHz, target.FrequencyHz);
        _matrix = ChannelMix.Matrix(ring.Format.Channels, target.Channels);
        _isIdentity = ring.Format.Channels == target.Channels;
        _fadeFrames = (int)(FadeSeconds * ring.Format.FrequencyHz);
        _gainStep = (float)(1 - Math.Exp(-1 / (VolumeSeconds * ring.Format.FrequencyHz)));
        _frame = new float[ring.Format.Channels];
        _wantedGains = gains;
        _gains = [.. gains.AsSpan(0, ring.Format.Channels)];
        _history = new float[target.Channels][];
        for (var i = 0; i < _history.Length; i++)
        {
            _history[i] = new float[_fadeFrames];
        }
    }

    private enum State
    {
        // Silence until the target latency is filled.
        Waiting,
        Playing,

        // The mirrored past, fading out.
        Ending,
    }

    /// <summary>What it reads.</summary>
    public SampleRing Ring => _ring;

    /// <summary>Format of <see cref="Read"/>.</summary>
    public AudioFormat Format { get; }

    /// <summary>True when cut off and faded out: it is silent for ever.</summary>
    public bool IsOver => _isCut && _state == State.Waiting;

    /// <summary>True while it makes sound. Any thread.</summary>
    public bool IsSounding => _state != State.Waiting;

    /// <summary>Times the ring ran dry while it should not. Any thread.</summary>
    public long Underruns => Volatile.Read(ref _underruns);

    /// <summary>Times latency was taken out with a cross-fade. Any thread.</summary>
    public long Skips => Volatile.Read(ref _skips);

    /// <summary>Frames of the ring that were played. Any thread.</summary>
    public long Played => Volatile.Read(ref _played);

    /// <summary>Smoothed time between arrival and reading, in seconds. Any thread.</summary>
    public double Latency => Volatile.Read(ref _latency);

    /// <summary>The time that is aimed at now, in seconds. Any thread.</summary>
    public double Target => Volatile.Read(ref _target);

    /// <summary>Correction of the speed in force; 1e-6 = 1 ppm. Any thread.</summary>
    public double Correction => Volatile.Read(ref _correction);

    /// <summary>Sets the volume of each channel (1 = as it came); it gets there within milliseconds, without a click. Any thread.</summary>
    /// <param name="gains">At least as many as the ring has channels; never changed afterwards.</param>
    public void SetGains(float[] gains) => Volatile.Write(ref _wantedGains, gains);

    /// <summary>Ends it with a short fade: another stream takes over.</summary>
    public void Cut()
    {
        _isCut = true;
        _startIn = -1;
        if (_state == State.Playing)
        {
            End();
        }
    }

    /// <summary>Fills a buffer completely.</summary>
    /// <param name="output">Interleaved frames of <see cref="Format"/>.</param>
    /// <param name="nowNs">The moment, on the writer's clock.</param>
    public void Read(Span<float> output, long nowNs)
    {
        var frames = output.Length / Format.Channels;
        var block = frames * _resampler.NominalStep;
        var elapsed = _lastNs == long.MinValue ? 0 : (nowNs - _lastNs) * 1e-9;
        _lastNs = nowNs;
        _extra = Math.Max(0, _extra - (ForgetPerSecond * Math.Clamp(elapsed, 0, 1)));
        var rate = _ring.Format.FrequencyHz;
        var least = ((block + _ring.LastPacket) / rate) + 0.003;
        var target = Math.Min(Math.Max(_configured, least) + _extra, 0.45 * _ring.Capacity / rate);
        Volatile.Write(ref _target, target);

        if (_ring.TryLevel(nowNs, out var level))
        {
            if (_state == State.Playing && !_ring.Ended)
            {
                Follow((level / rate) - target, elapsed, target);
            }
            else if (_state == State.Waiting && !_isCut)
            {
                ConsiderStart(level, target * rate, block);
            }
        }

        _resampler.Process(output, this);
    }

    private void Follow(double error, double elapsed, double target)
    {
        var correction = _drift.Update(error, elapsed);
        _resampler.SetCorrection(correction);
        Volatile.Write(ref _correction, correction);
        Volatile.Write(ref _latency, target + _drift.Error);
        var excess = error > SkipAtOnceAbove ? error : _drift.Error > SkipAbove ? Math.Min(error, _drift.Error) : 0;
        var frames = (int)(excess * _ring.Format.FrequencyHz);
        if (frames > _fadeFrames && _skip == 0 && _ring.Available >= frames + (2 * _fadeFrames))
        {
            _skip = frames;
            _skipDone = 0;
            _drift.LevelSet();
            Volatile.Write(ref _skips, _skips + 1);
        }
    }

    private void ConsiderStart(double level, double target, double block)
    {
        // A sound shorter than the latency, or the rest of one, is played when nothing more comes.
        if (_ring.Ended)
        {
            _startIn = _ring.Available > 0 ? 0 : -1;
            return;
        }

        // Within this block the level reaches the target: the first frame is placed exactly there.
        if (level + block >= target && _ring.Available > 0)
        {
            var excess = (int)(level - target);
            _startIn = Math.Max(0, -excess);
            if (excess > 0)
            {
                _ring.Advance(Math.Min(excess, _ring.Available));
            }

            _drift.LevelSet();
            Volatile.Write(ref _latency, target / _ring.Format.FrequencyHz);
        }
    }
}
