using Oriel.Sound;
using Oriel.Sound.Devices;
using Oriel.Sound.Microphone;
using Oriel.Spice;
using Oriel.Spice.Sound;

namespace Oriel.Cli.Sound;

/// <summary>
/// Sound both ways between a SPICE session and this machine: the channels' handlers on one side, the engines on the other, the user's keys and the microphone's policy in
/// between. Members are for any thread and never block (Dispose does, until the devices are closed).
/// </summary>
internal sealed class SoundBridge : IDisposable
{
    // Ten steps from silence to full; heard as even steps.
    private const double VolumeStep = 0.1;

    private readonly Lock _gate = new();
    private readonly PlaybackEngine _playback;
    private readonly CaptureEngine _capture;
    private readonly MicrophoneGate _microphone;
    private readonly SoundSettings _settings;
    private readonly PlaybackChannel _playbackChannel;
    private readonly RecordChannel _recordChannel;
    private Action<IChannelHandler, bool>? _setWanted;
    private (SoundFormat Format, ICaptureTarget Target)? _request;
    private bool _isRecording;
    private MicrophoneState _told;

    /// <summary>Prepares engines; no device is opened before there is sound.</summary>
    /// <param name="settings">The user's choices.</param>
    /// <param name="server">Where the server is: decides about the codec.</param>
    /// <param name="backend">Opens devices.</param>
    public SoundBridge(SoundSettings settings, SpiceOptions server, IAudioBackend backend)
    {
        _settings = settings;
        _microphone = new MicrophoneGate(settings.Microphone);
        _playback = new PlaybackEngine(settings.Engine, backend) { Changed = _ => Tell() };
        _capture = new CaptureEngine(settings.Engine, backend) { Changed = _ => Tell() };
        var opus = settings.Codec == SoundCodec.Opus || (settings.Codec == SoundCodec.Auto && !IsLocal(server)) ? SystemOpus.Instance : null;
        _playbackChannel = new PlaybackChannel(new Speaker(_playback, Tell), opus);
        _recordChannel = new RecordChannel(new Source(this), opus);
    }

    /// <summary>Handlers for the session's constructor.</summary>
    public IReadOnlyList<IChannelHandler> Handlers => [_playbackChannel, _recordChannel];

    /// <summary>Called when <see cref="View"/> changed in a way a user sees; on any thread, it must only post elsewhere. Set it before the session starts.</summary>
    public Action? Changed { get; set; }

    /// <summary>What the user sees.</summary>
    public SoundView View
    {
        get
        {
            var playback = _playback.Statistics;
            lock (_gate)
            {
                return new SoundView
                {
                    IsMuted = playback.IsMuted,
                    Volume = (int)Math.Round(playback.LocalVolume * 100),
                    Microphone = _microphone.State,
                    Policy = _microphone.Policy,
                    ShowsRecording = _settings.ShowMicrophone && _isRecording,
                    PlaybackFailure = playback.Failure,
                    CaptureFailure = _isRecording ? _capture.Statistics.Failure : null,
                };
            }
        }
    }

    /// <summary>Figures for the HUD.</summary>
    public PlaybackStatistics Playback => _playback.Statistics;

    /// <summary>Figures for the HUD.</summary>
    public CaptureStatistics Capture => _capture.Statistics;

    /// <summary>Says how to link and unlink a channel (SpiceSession.SetWanted), and does so at once for the microphone. Before the session starts.</summary>
    public void Attach(Action<IChannelHandler, bool> setWanted)
    {
        _setWanted = setWanted;
        setWanted(_recordChannel, _microphone.Policy != MicrophonePolicy.Deny);
    }

    /// <summary>The user's mute key.</summary>
    public void ToggleMute()
    {
        _playback.Muted = !_playback.Muted;
        Tell();
    }

    /// <summary>The user's volume keys: steps up or down. Turning it up ends the user's mute.</summary>
    public void StepVolume(int steps)
    {
        _playback.Volume = Math.Round((_playback.Volume + (steps * VolumeStep)) / VolumeStep) * VolumeStep;
        if (steps > 0)
        {
            _playback.Muted = false;
        }

        Tell();
    }

    /// <summary>The user's microphone key: yes to a question, on and off while the guest records.</summary>
    public void ToggleMicrophone() => Change(() => _microphone.Toggle());

    /// <summary>The user's answer to the question.</summary>
    public void AnswerMicrophone(bool allow) => Change(() => _microphone.Answer(allow));

    /// <summary>The user's policy key.</summary>
    /// <returns>The policy now in force.</returns>
    public MicrophonePolicy CycleMicrophonePolicy()
    {
        Change(_microphone.CyclePolicy);
        var policy = _microphone.Policy;
        _setWanted?.Invoke(_recordChannel, policy != MicrophonePolicy.Deny);
        Tell();
        return policy;
    }

    /// <summary>Ends both engines. After the session.</summary>
    public void Dispose()
    {
        _playback.Dispose();
        _capture.Dispose();
        _playbackChannel.Dispose();
    }

    private static bool IsLocal(SpiceOptions server) =>
        server.UnixPath is not null
        || server.Host == "localhost"
        || (System.Net.IPAddress.TryParse(server.Host, out var address) && System.Net.IPAddress.IsLoopback(address));

    private void Change(Action change)
    {
        bool isNews;
        lock (_gate)
        {
            change();
            var state = _microphone.State;
            var record = state == MicrophoneState.Recording && _request is not null;
            if (record && !_isRecording)
            {
                var (format, target) = _request!.Value;
                _capture.Start(new AudioFormat(format.Channels, format.FrequencyHz), new Consumer(target));
            }
            else if (!record && _isRecording)
            {
                _capture.Stop();
            }

            _isRecording = record;
            isNews = _told != state;
            _told = state;
        }

        if (isNews)
        {
            Tell();
        }
    }

    private void Tell() => Changed?.Invoke();

    private void GuestStarts(SoundFormat format, ICaptureTarget target) => Change(() =>
    {
        _request = (format, target);
        _microphone.GuestStarts(Environment.TickCount64);
    });

    private void GuestStops() => Change(() =>
    {
        _request = null;
        _microphone.GuestStops(Environment.TickCount64);
    });

    private sealed class Speaker(PlaybackEngine engine, Action changed) : IPlaybackSink
    {
        public void Start(SoundFormat format) => engine.Start(new AudioFormat(format.Channels, format.FrequencyHz));

        public void Write(ReadOnlySpan<short> samples) => engine.Write(samples);

        public void Stop() => engine.Stop();

        public void SetVolume(ReadOnlySpan<ushort> channels) => engine.SetGuestVolume(channels);

        public void SetMute(bool muted)
        {
            var before = engine.Statistics.IsMuted;
            engine.SetGuestMute(muted);
            if (engine.Statistics.IsMuted != before)
            {
                changed();
            }
        }
    }

    private sealed class Source(SoundBridge bridge) : ICaptureSource
    {
        public void Start(SoundFormat format, ICaptureTarget target) => bridge.GuestStarts(format, target);

        public void Stop() => bridge.GuestStops();

        public void SetVolume(ReadOnlySpan<ushort> channels) => bridge._capture.SetGuestVolume(channels);

        public void SetMute(bool muted) => bridge._capture.SetGuestMute(muted);
    }

    private sealed class Consumer(ICaptureTarget target) : ICaptureConsumer
    {
        public void Take(ReadOnlySpan<short> samples) => target.Write(samples);
    }
}
