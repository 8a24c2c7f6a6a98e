using System.Collections.Concurrent;
using Oriel.Spice.Channels;
using Oriel.Spice.Link;
using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Channels;

/// <summary>A linked channel with a test's server end.</summary>
internal sealed class ChannelRig : IDisposable
{
    private readonly ScriptedServer _server;

    private ChannelRig(ScriptedServer server, ScriptedStream peer, RecordingHandler handler)
    {
        _server = server;
        Peer = peer;
        Handler = handler;
    }

    public ScriptedStream Peer { get; }

    public RecordingHandler Handler { get; }

    public ChannelSerials Serials { get; } = new();

    public ConcurrentQueue<string> Log { get; } = [];

    public ChannelConnection Connection { get; private set; } = null!;

    public static async Task<ChannelRig> LinkAsync(RecordingHandler handler, bool miniHeaders = true)
    {
        var server = new ScriptedServer();
        var accepting = server.AcceptAsync();
        var connected = await Dialer.ConnectAsync(server.Options, tls: false, CancellationToken.None);
        var peer = await accepting;
        var rig = new ChannelRig(server, peer, handler);
        rig.Connection = ChannelConnection.Start(connected with { MiniHeaders = miniHeaders, ServerCapabilities = [5] }, handler, rig.Serials, rig.Log.Enqueue);
        return rig;
    }

    /// <summary>Why it ended; fails when it does not.</summary>
    public async Task<SpiceException?> EndAsync() => await Connection.Completion.WaitAsync(ScriptedStream.Patience);

    public void Dispose()
    {
        Connection.Abort();
        Peer.Dispose();
        _server.Dispose();
    }
}
