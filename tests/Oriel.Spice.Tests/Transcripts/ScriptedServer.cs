using System.Net;
using System.Net.Sockets;

namespace Oriel.Spice.Tests.Transcripts;

/// <summary>Listens on loopback for one test; each accepted stream is one channel and is what a test makes of it. Everything it opened is closed at the end.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _accepted = [];

    public ScriptedServer() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Options of a client for this server.</summary>
    public SpiceOptions Options => new() { Host = "127.0.0.1", Port = Port };

    /// <summary>The next client.</summary>
    public async Task<ScriptedStream> AcceptAsync(TimeSpan? limit = null)
    {
        using var deadline = new CancellationTokenSource(limit ?? ScriptedStream.Patience);
        var socket = await _listener.AcceptSocketAsync(deadline.Token);
        socket.NoDelay = true;
        lock (_accepted)
        {
            _accepted.Add(socket);
        }

        return new ScriptedStream(socket);
    }

    /// <summary>Stops to listen; connections stay.</summary>
    public void StopListening() => _listener.Stop();

    public void Dispose()
    {
        _listener.Stop();
        lock (_accepted)
        {
            _accepted.ForEach(s => s.Dispose());
        }
    }
}
