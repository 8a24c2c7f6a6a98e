using Oriel.Sound.Devices;
using Oriel.Sound.Dsp;

namespace Oriel.Sound.Microphone;

/// <summary>
/// Records for the guest: packets of 10 ms in the guest's format, at an even pace of this machine's clock, which is what an emulated sound card runs on. The device is open only
/// between <see cref="Start"/> and <see cref="Stop"/>. Members are for any thread and never block; a thread of its own owns the device and calls the consumer.
/// </summary>
public sealed class CaptureEngine : IDisposable
{
    private const long PacketNs = 10_000_000;
    private const long TooLateNs = 300_000_000;
    private const long RetryNs = 2_000_000_000;

    private readonly SoundOptions _options;
    private readonly IAudioBackend _backend;
    private readonly VolumeMix _volume = new(followGuest: true);
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private Wish? _wish;
    private volatile bool _ending;

    // The thread's own.
    private IAudioDevice? _device;
    private Wish? _current;
    private ElasticReader? _reader;
    private float[] _floats = [];
    private short[] _packet = [];
    private long _next;

    private OrielException? _failure;
    private long _packets;
    private long _pastUnderruns;

    /// <summary>Makes one; nothing is opened.</summary>
    public CaptureEngine(SoundOptions options, IAudioBackend backend)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _backend = backend;
        _thread = new Thread(Run) { Name = "oriel-mic", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Called on the engine's thread when a device failed or came back; set it before the first Start.</summary>
    public Action<CaptureStatistics>? Changed { get; set; }

    /// <summary>The latest figures.</summary>
    public CaptureStatistics Statistics
    {
        get
        {
            var reader = Volatile.Read(ref _reader);
            var failure = Volatile.Read(ref _failure);
            return new CaptureStatistics
            {
                State = Volatile.Read(ref _wish) is null ? SoundState.Idle : failure is not null ? SoundState.Failed : reader is null ? SoundState.Opening : SoundState.Running,
                Failure = failure,
                Device = reader?.Ring.Format,
                Packets = Volatile.Read(ref _packets),
                Underruns = Volatile.Read(ref _pastUnderruns) + (reader?.Underruns ?? 0),
                LatencyMs = 1000 * (reader?.Latency ?? 0),
                DriftPpm = 1e6 * (reader?.Correction ?? 0),
            };
        }
    }

    /// <summary>Begins, or changes over to another consumer.</summary>
    public void Start(AudioFormat format, ICaptureConsumer consumer)
    {
        Volatile.Write(ref _wish, new Wish(format.Checked(), consumer));
        _ = _wake.Set();
    }

    /// <summary>Ends; a packet may be on its way to the consumer for a moment.</summary>
    public void Stop()
    {
        Volatile.Write(ref _wish, null);
        _ = _wake.Set();
    }

    /// <summary>The guest's recording volume, 0 to 65535 for each channel.</summary>
    public void SetGuestVolume(ReadOnlySpan<ushort> channels)
    {
        _volume.SetGuest(channels);
        Volatile.Read(ref _reader)?.SetGains(_volume.Gains());
    }

    /// <summary>The guest's recording mute switch.</summary>
    public void SetGuestMute(bool muted)
    {
        _volume.SetGuestMute(muted);
        Volatile.Read(ref _reader)?.SetGains(_volume.Gains());
    }

    /// <summary>Closes the device and ends the thread.</summary>
    public void Dispose()
    {
        if (!_ending)
        {
            _ending = true;
            _ = _wake.Set();
            _thread.Join();
            _wake.Dispose();
        }
    }

    private void Run()
    {
        while (!_ending)
        {
            var wish = Volatile.Read(ref _wish);
            if (wish is null)
            {
                Close();
                _ = _wake.WaitOne();
                continue;
            }

            var now = OutputMixer.Now;
            if (!ReferenceEquals(wish, _current) || _device is null or { IsLost: true })
            {
                Close();
                _next = Open(wish) ? now : now + RetryNs;
            }

            if (_device is not null)
            {
                Pump(now);
            }

            var wait = (_next - OutputMixer.Now + 999_999) / 1_000_000;
            if (wait > 0)
            {
                _ = _wake.WaitOne((int)wait);
            }
        }

        Close();
    }

    private void Pump(long now)
    {
        if (now - _next > TooLateNs)
        {
            // The machine slept: what was missed is not made up for.
            _next = now;
        }

        for (; _next <= now; _next += PacketNs)
        {
            _reader!.Read(_floats, now);
            for (var i = 0; i < _floats.Length; i++)
            {
                _packet[i] = CaptureTap.ToInt16(_floats[i]);
            }

            _current!.Consumer.Take(_packet);
            Volatile.Write(ref _packets, _packets + 1);
        }
    }

    private bool Open(Wish wish)
    {
        const int Rate = 48_000;
        _current = wish;
        var tap = new CaptureTap();
        try
        {
            var format = new AudioFormat(Math.Min(2, wish.Format.Channels), Rate);
            _device = _backend.OpenInput(new AudioWish(_options.InputDevice, format, _options.PeriodFrames), tap);
        }
        catch (OrielException failure)
        {
            Report(failure);
            return false;
        }

        var ring = new SampleRing(_device.Format, _device.Format.FrequencyHz);
        tap.Ring = ring;
        var frames = wish.Format.FrequencyHz / 100;
        _floats = new float[frames * wish.Format.Channels];
        _packet = new short[_floats.Length];
        var reader = new ElasticReader(ring, wish.Format, _options.TargetLatency.TotalSeconds, _volume.Gains());
        Volatile.Write(ref _reader, reader);
        reader.SetGains(_volume.Gains());
        _device.Begin();
        Report(null);
        return true;
    }

    private void Close()
    {
        _device?.Dispose();
        _device = null;
        _current = null;
        if (_reader is { } reader)
        {
            Volatile.Write(ref _pastUnderruns, _pastUnderruns + reader.Underruns);
            Volatile.Write(ref _reader, null);
        }
    }

    private void Report(OrielException? failure)
    {
        var isNews = failure?.Message != _failure?.Message;
        Volatile.Write(ref _failure, failure);
        if (isNews)
        {
            Changed?.Invoke(Statistics);
        }
    }

    private sealed record Wish(AudioFormat Format, ICaptureConsumer Consumer);
}
