using System.Net;
using System.Net.Sockets;

namespace Oriel.Spice.Tests.Session;

/// <summary>
/// Stands between a client and a real server, and dies like a killed server after exactly so many bytes from the server, on whatever channel and in whatever message that is: every
/// connection ends at once, and nothing listens any more.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly Socket _listener;
    private readonly int _serverPort;
    private readonly bool _reset;
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left;
    private bool _isDead;

    /// <summary>Begins to listen.</summary>
    /// <param name="serverPort">The server.</param>
    /// <param name="unixPath">Where to listen; null = TCP.</param>
    /// <param name="bytes">Bytes of life.</param>
    /// <param name="reset">Connections end with a reset, else in order.</param>
    public CuttingProxy(int serverPort, string? unixPath, long bytes, bool reset)
    {
        _serverPort = serverPort;
        _reset = reset;
        _left = bytes;
        _listener = unixPath is null ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(unixPath is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(unixPath));
        _listener.Listen();
        Options = new SpiceOptions { UnixPath = unixPath, Port = (_listener.LocalEndPoint as IPEndPoint)?.Port ?? 0 };
        _ = AcceptAsync();
    }

    /// <summary>For a client.</summary>
    public SpiceOptions Options { get; }

    /// <summary>Completes when it is dead.</summary>
    public Task Died => _died.Task;

    /// <summary>Dies now.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            if (_isDead)
            {
                return;
            }

            _isDead = true;
            _listener.Dispose();
            _sockets.ForEach(End);
        }

        _died.TrySetResult();
    }

    public void Dispose() => Kill();

    private void End(Socket socket)
    {
        try
        {
            if (_reset && socket.AddressFamily != AddressFamily.Unix)
            {
                socket.LingerState = new LingerOption(true, 0);
            }
        }
        catch (ObjectDisposedException)
        {
            // It ended before.
        }

        socket.Dispose();
    }

    private bool Keep(Socket socket)
    {
        lock (_gate)
        {
            if (_isDead)
            {
                End(socket);
                return false;
            }

            _sockets.Add(socket);
            return true;
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                if (!Keep(client) || !Keep(server))
                {
                    return;
                }

                server.NoDelay = true;
                if (client.AddressFamily != AddressFamily.Unix)
                {
                    client.NoDelay = true;
                }

                await server.ConnectAsync(IPAddress.Loopback, _serverPort);
                _ = PassAsync(client, server, counts: false);
                _ = PassAsync(server, client, counts: true);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Dead.
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool counts)
    {
        var buffer = new byte[16384];
        try
        {
            while (true)
            {
                var got = await from.ReceiveAsync(buffer);
                var pass = counts ? (int)Math.Min(got, Math.Max(0, Interlocked.Add(ref _left, -got) + got)) : got;
                for (var sent = 0; sent < pass;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, pass - sent));
                }

                if (pass < got)
                {
                    Kill();
                    return;
                }

                if (got == 0)
                {
                    to.Shutdown(SocketShutdown.Send);
                    return;
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
