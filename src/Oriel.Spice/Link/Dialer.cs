using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Oriel.Spice.Link;

/// <summary>Makes the connection that a channel runs on: TCP, Unix socket or TLS (spice.md section 2), each within <see cref="SpiceOptions.LinkTimeout"/>.</summary>
internal static class Dialer
{
    /// <summary>Connects.</summary>
    /// <param name="options">Where.</param>
    /// <param name="tls">The TLS port instead of the plain one; not for a Unix socket.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="SpiceException">Unreachable, TimedOut, BadCertificate or NotSpice, with the reason.</exception>
    public static async Task<LinkedStream> ConnectAsync(SpiceOptions options, bool tls, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(options.LinkTimeout);
        var peer = Peer(options, tls);
        Socket? socket = null;
        try
        {
            socket = await OpenAsync(options, tls, deadline.Token).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: false);
            var secured = tls ? await SecureAsync(stream, options, peer, deadline.Token).ConfigureAwait(false) : stream;
            var connected = new LinkedStream(secured, socket, peer);
            socket = null;
            return connected;
        }
        catch (SocketException e)
        {
            throw new SpiceException(SpiceFailure.Unreachable, Words(e, options, peer), e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            var what = socket is null ? "cannot be reached" : "has not done the TLS handshake";
            throw new SpiceException(SpiceFailure.TimedOut, $"{peer} {what} in {options.LinkTimeout.TotalSeconds:0.#} s", e);
        }
        finally
        {
            socket?.Dispose();
        }
    }

    /// <summary>Connects and no more; not bounded by itself.</summary>
    /// <exception cref="SocketException">The system's words.</exception>
    /// <exception cref="SpiceException">There can be no such address.</exception>
    public static Task<Socket> OpenAsync(SpiceOptions options, bool tls, CancellationToken cancellation) =>
        options.UnixPath is { } path ? UnixAsync(path, cancellation) : TcpAsync(options.Host, tls ? options.TlsPort : options.Port, cancellation);

    /// <summary>The address in words.</summary>
    public static string Peer(SpiceOptions options, bool tls) =>
        options.UnixPath ?? (options.Host.Contains(':', StringComparison.Ordinal) ? $"[{options.Host}]" : options.Host) + $":{(tls ? options.TlsPort : options.Port)}";

    private static async Task<Socket> UnixAsync(string path, CancellationToken cancellation)
    {
        UnixDomainSocketEndPoint address;
        try
        {
            address = new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException e)
        {
            throw new SpiceException(SpiceFailure.Unreachable, $"a socket path has 1 to 107 bytes; this has {path.Length} characters: {path}", e);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Socket> TcpAsync(string host, int port, CancellationToken cancellation)
    {
        if (port is < 1 or > 65535)
        {
            throw new SpiceException(SpiceFailure.Unreachable, $"{port} is no port; 1 to 65535 are");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            // A host that vanished without a word is noticed within half a minute; a paused server stays connected, its kernel answers.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
            await socket.ConnectAsync(host, port, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> SecureAsync(NetworkStream plain, SpiceOptions options, string peer, CancellationToken cancellation)
    {
        using var check = CertificateCheck.Prepare(options);
        var secured = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = options.Host,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    RemoteCertificateValidationCallback = check.Accept,
                },
                cancellation).ConfigureAwait(false);
            return secured;
        }
        catch (Exception e)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            switch (e)
            {
                case AuthenticationException when check.Complaint is { } complaint:
                    throw new SpiceException(SpiceFailure.BadCertificate, $"the certificate of {peer} is not accepted: {complaint}", e);
                case AuthenticationException:
                    throw new SpiceException(SpiceFailure.NotSpice, $"the TLS handshake with {peer} failed: {e.InnerException?.Message ?? e.Message}", e);
                case IOException:
                    throw new SpiceException(SpiceFailure.Lost, $"{peer} ended the connection in the TLS handshake: {e.Message}", e);
                default:
                    throw;
            }
        }
    }

    private static string Words(SocketException e, SpiceOptions options, string peer) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"nothing listens at {peer}",
        SocketError.AddressNotAvailable when options.UnixPath is not null => $"there is no socket {peer}",
        SocketError.AccessDenied when options.UnixPath is not null => $"no permission to connect to the socket {peer}",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"the host name {options.Host} is not known",
        _ => $"{peer} cannot be reached: {e.Message} ({e.SocketErrorCode})",
    };
}
