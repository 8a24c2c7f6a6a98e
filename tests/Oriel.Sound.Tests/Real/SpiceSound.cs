using System.Collections.Concurrent;
using Oriel.Cli.Sound;
using Oriel.Sound.Devices;
using Oriel.Sound.Microphone;
using Oriel.Spice;
using Oriel.Testing;

namespace Oriel.Sound.Tests.Real;

/// <summary>A real SPICE server, a real session, our engines, SDL, and a sink of the sound server: everything but the guest and the loudspeaker.</summary>
internal sealed class SpiceSound : IAsyncDisposable
{
    private readonly SpiceSession _session;

    public SpiceSound(SoundSettings settings, SpiceServerOptions? server = null, IAudioBackend? backend = null)
    {
        Server = SpiceServerPeer.StartOrSkip(server ?? new SpiceServerOptions());
        var options = new SpiceOptions { UnixPath = Server.UnixPath };
        Bridge = new SoundBridge(settings, options, backend ?? new SdlAudioBackend());
        _session = new SpiceSession(options, Bridge.Handlers) { Logged = Log.Enqueue };
        Bridge.Attach(_session.SetWanted);
        _session.Start();
        Eventually.True(() => IsLinked(ChannelType.Playback), TimeSpan.FromSeconds(10), () => $"the playback channel is linked: {_session.Status} {string.Join(" | ", Log)}");
    }

    public ConcurrentQueue<string> Log { get; } = [];

    public SpiceServerPeer Server { get; }

    public SoundBridge Bridge { get; }

    public bool IsLinked(ChannelType type) => _session.Status.Channels.Any(channel => channel.Type == type);

    /// <summary>Settings for a sink of this test's own.</summary>
    public static SoundSettings For(string sink, MicrophonePolicy policy = MicrophonePolicy.Deny, string? microphone = null, SoundCodec codec = SoundCodec.Auto) => new()
    {
        Codec = codec,
        Microphone = policy,
        Engine = new SoundOptions { OutputDevice = sink, InputDevice = microphone },
    };

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        Bridge.Dispose();
        Server.Dispose();
    }
}
