using Oriel.Sound.Devices;
using Oriel.Sound.Dsp;

namespace Oriel.Sound;

/// <summary>
/// Plays the guest's sound on the host: a short elastic buffer between the server's clock and the sound card's, volume, and a device that is opened when there is sound,
/// reopened when it is lost or its buffers prove too short, and closed when it has been quiet for a while. <see cref="Start"/>, <see cref="Write"/> and <see cref="Stop"/> belong to one caller
/// at a time and never block; other members are for any thread. A thread of its own owns the device.
/// </summary>
public sealed class PlaybackEngine : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(2);

    // Opening a device takes tens of milliseconds and pops on some hardware: short pauses keep it.
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_stalled = TimeSpan.FromSeconds(3);

    // A device whose buffers are too short for this machine loses time, which shows as skips. So many within so long, and it is opened with twice the period.
    private const int TooManySkips = 3;
    private const int LongestPeriod = 4096;
    private static readonly TimeSpan s_skipMemory = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_fade = TimeSpan.FromMilliseconds(250);

    private readonly SoundOptions _options;
    private readonly IAudioBackend _backend;
    private readonly VolumeMix _volume;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private SampleRing? _ring;
    private volatile bool _ending;

    // The control thread's.
    private IAudioDevice? _device;
    private OutputMixer _mixer = new();
    private ElasticReader? _reader;
    private long _retryAt;
    private long _quietSince;
    private long _callsSeen;
    private long _callsAt;
    private int _period;
    private long _skipsSeen;
    private long _skipsSince;

    private OrielException? _failure;
    private DeviceFacts? _facts;
    private long _opened;
    private Totals _past = new(0, 0, 0, 0);

    /// <summary>Makes one; nothing is opened yet.</summary>
    /// <param name="options">The user's choices.</param>
    /// <param name="backend">Opens devices.</param>
    public PlaybackEngine(SoundOptions options, IAudioBackend backend)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _backend = backend;
        _period = options.PeriodFrames;
        _volume = new VolumeMix(options.FollowGuestVolume);
        _thread = new Thread(Run) { Name = "oriel-sound", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Called on the control thread when something changed that a user may want to know (a device failed, came back); set it before the first Start.</summary>
    public Action<PlaybackStatistics>? Changed { get; set; }

    /// <summary>The user's mute switch.</summary>
    public bool Muted
    {
        get => _volume.Muted;
        set
        {
            _volume.Muted = value;
            ApplyVolume();
        }
    }

    /// <summary>The user's volume, 0 to 1, on top of the guest's.</summary>
    public double Volume
    {
        get => _volume.Local;
        set
        {
            _volume.Local = value;
            ApplyVolume();
        }
    }

    /// <summary>The latest figures.</summary>
    public PlaybackStatistics Statistics
    {
        get
        {
            var ring = Volatile.Read(ref _ring);
            var reader = Volatile.Read(ref _reader);
            var past = Volatile.Read(ref _past);
            var failure = Volatile.Read(ref _failure);
            var facts = Volatile.Read(ref _facts);
            var isWanted = ring is not null && (!ring.Ended || reader is { IsSounding: true });
            return new PlaybackStatistics
            {
                State = failure is not null ? SoundState.Failed : !isWanted ? SoundState.Idle : facts is null ? SoundState.Opening : SoundState.Running,
                Failure = failure,
                Source = ring?.Format,
                Device = facts?.Format,
                PeriodFrames = facts?.PeriodFrames ?? 0,
                LatencyMs = 1000 * (reader?.Latency ?? 0),
                TargetMs = 1000 * (reader?.Target ?? 0),
                DriftPpm = 1e6 * (reader?.Correction ?? 0),
                Underruns = past.Underruns + (reader?.Underruns ?? 0),
                Skips = past.Skips + (reader?.Skips ?? 0),
                PlayedFrames = past.Played + (reader?.Played ?? 0),
                DroppedFrames = past.Dropped + (ring?.Dropped ?? 0),
                DevicesOpened = Volatile.Read(ref _opened),
                IsMuted = _volume.IsMuted,
                LocalVolume = _volume.Local,
            };
        }
    }

    /// <summary>Sound begins, or goes on in another format.</summary>
    public void Start(AudioFormat format)
    {
        var ring = _ring;
        if (ring is null || ring.Format != format)
        {
            // A second: far more than is ever kept, so that a burst after a stall finds room.
            ring = new SampleRing(format, format.FrequencyHz);
            Volatile.Write(ref _ring, ring);
        }

        ring.Ended = false;
        _wake.Set();
    }

    /// <summary>Whole interleaved frames of the format last started.</summary>
    public void Write(ReadOnlySpan<short> samples) => _ring?.Write(samples, OutputMixer.Now);

    /// <summary>Nothing more comes; what was written is played.</summary>
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
        ApplyVolume();
    }

    /// <summary>The guest's mute switch.</summary>
    public void SetGuestMute(bool muted)
    {
        _volume.SetGuestMute(muted);
        ApplyVolume();
    }

    /// <summary>Closes the device and ends the thread.</summary>
    public void Dispose()
    {
        if (!_ending)
        {
            _ending = true;
            _wake.Set();
            _thread.Join();
            _wake.Dispose();
        }
    }

    private void ApplyVolume() => Volatile.Read(ref _reader)?.SetGains(_volume.Gains());

    private void Run()
    {
        while (!_ending)
        {
            Look(Environment.TickCount64);
            _ = _wake.WaitOne(_device is null && Volatile.Read(ref _failure) is null ? Timeout.InfiniteTimeSpan : s_look);
        }

        Close();
    }

    private void Look(long now)
    {
        var ring = Volatile.Read(ref _ring);
        var isWanted = ring is not null && !ring.Ended;
        if (isWanted || _reader is { IsSounding: true })
        {
            _quietSince = now;
        }

        if (_device is not null && (_device.IsLost || IsStalled(now)))
        {
            Close();
            Report(new OrielException(SoundErrors.NoOutput, "the device went away", "a device that plays", "it is opened again by itself as soon as there is one"));
            _retryAt = now + (long)s_look.TotalMilliseconds;
        }

        if (_device is not null && now - _quietSince > s_linger.TotalMilliseconds)
        {
            Close();
        }

        if (_device is not null && LosesTime(now))
        {
            // Begins anew at once, below.
            Close();
            _period = Math.Min(2 * _period, LongestPeriod);
            _retryAt = 0;
        }

        if (!isWanted)
        {
            return;
        }

        // More than two channels need a device that has them.
        if (_device is not null && ring!.Format.Channels > Math.Max(2, _reader?.Ring.Format.Channels ?? 2) && ring.Format.Channels > _device.Format.Channels)
        {
            Close();
        }

        if (_device is null && now >= _retryAt)
        {
            Open(ring!, now);
        }

        if (_device is not null && _reader?.Ring != ring)
        {
            Attach(ring!);
        }
    }

    private bool IsStalled(long now)
    {
        if (_mixer.Calls != _callsSeen)
        {
            _callsSeen = _mixer.Calls;
            _callsAt = now;
        }

        return now - _callsAt > s_stalled.TotalMilliseconds;
    }

    private bool LosesTime(long now)
    {
        if (_reader is not { } reader || _period >= LongestPeriod)
        {
            return false;
        }

        if (now - _skipsSince > s_skipMemory.TotalMilliseconds || reader.Skips < _skipsSeen)
        {
            _skipsSince = now;
            _skipsSeen = reader.Skips;
        }

        return reader.Skips - _skipsSeen >= TooManySkips;
    }

    private void Open(SampleRing ring, long now)
    {
        const int Rate = 48_000;
        _mixer = new OutputMixer();
        try
        {
            var channels = Math.Max(2, ring.Format.Channels);
            _device = _backend.OpenOutput(new AudioWish(_options.OutputDevice, new AudioFormat(channels, Rate), _period), _mixer);
        }
        catch (OrielException failure)
        {
            _retryAt = now + (long)s_retry.TotalMilliseconds;
            Report(failure);
            return;
        }

        Volatile.Write(ref _facts, new DeviceFacts(_device.Format, _device.PeriodFrames));
        _opened++;
        _callsSeen = 0;
        _callsAt = now;
        _skipsSince = now;
        _skipsSeen = 0;
        _mixer.Prepare(_device.Format.Channels * _device.PeriodFrames);
        Attach(ring);
        _device.Begin();
        Report(null);
    }

    private void Attach(SampleRing ring)
    {
        Retire();
        var reader = new ElasticReader(ring, _device!.Format, _options.TargetLatency.TotalSeconds, _volume.Gains());
        Volatile.Write(ref _reader, reader);

        // A volume that changed between the two lines.
        reader.SetGains(_volume.Gains());
        _mixer.Stream = reader;
    }

    private void Close()
    {
        _mixer.Stream = null;
        if (_device is { IsLost: false })
        {
            // Its last samples are a ramp, unless it takes none.
            _ = SpinWait.SpinUntil(() => _mixer.IsQuiet, s_fade);
        }

        _device?.Dispose();
        _device = null;
        Volatile.Write(ref _facts, null);
        Retire();
    }

    private void Retire()
    {
        if (_reader is { } reader)
        {
            var dropped = reader.Ring == Volatile.Read(ref _ring) ? 0 : reader.Ring.Dropped;
            Volatile.Write(ref _past, new Totals(_past.Underruns + reader.Underruns, _past.Skips + reader.Skips, _past.Played + reader.Played, _past.Dropped + dropped));
            Volatile.Write(ref _reader, null);
        }
    }

    private void Report(OrielException? failure)
    {
        // The same failure again and again is one piece of news.
        var isNews = failure?.Message != _failure?.Message;
        Volatile.Write(ref _failure, failure);
        if (isNews)
        {
            Changed?.Invoke(Statistics);
        }
    }

    private sealed record DeviceFacts(AudioFormat Format, int PeriodFrames);

    private sealed record Totals(long Underruns, long Skips, long Played, long Dropped);
}
