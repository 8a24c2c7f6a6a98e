using System.Net.Security;
using System.Net.Sockets;
using Oriel.Spice.Link;

namespace Oriel.Spice.Session;

/// <summary>
/// Whether the server that ended our main channel still lives. A server that ends or crashes takes its listening socket along; one that threw us out for another client
/// (spice.md section 2) goes on listening. Only a connection is made, not a link: linking main would throw the other client out.
/// </summary>
internal sealed class Afterlife
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED: process, user, group

    /// <summary>How long the connection must stay open. A dying server's socket may still accept for a moment, then it is reset.</summary>
    private static readonly TimeSpan s_held = TimeSpan.FromMilliseconds(150);

    private readonly bool _tls;
    private readonly int _process;

    private Afterlife(bool tls, int process)
    {
        _tls = tls;
        _process = process;
    }

    /// <summary>Remembers who the server is, while main lives.</summary>
    public static Afterlife Of(LinkedStream main) => new(main.Stream is SslStream, ProcessOf(main.Socket));

    /// <summary>Looks, after main ended.</summary>
    /// <param name="options">Where.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<bool> IsServerAliveAsync(SpiceOptions options, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(options.LinkTimeout);
        try
        {
            using var probe = await Dialer.OpenAsync(options, _tls, deadline.Token).ConfigureAwait(false);
            return ProcessOf(probe) == _process && await StaysOpenAsync(probe, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SpiceException or SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A living server waits for our first bytes; whatever comes or ends here is something else.</summary>
    private static async Task<bool> StaysOpenAsync(Socket probe, CancellationToken cancellation)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        held.CancelAfter(s_held);
        try
        {
            await probe.ReceiveAsync(new byte[1], held.Token).ConfigureAwait(false);
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>Process at the other end of a Unix socket; 0 where the system does not tell.</summary>
    private static int ProcessOf(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || socket.AddressFamily != AddressFamily.Unix)
        {
            return 0;
        }

        Span<byte> credentials = stackalloc byte[12];
        return socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == credentials.Length ? BitConverter.ToInt32(credentials) : 0;
    }
}
