using System.Collections.Concurrent;

namespace Oriel.Spice.Link;

/// <summary>
/// Connects and links one channel, plain or with TLS as the server demands for its type (spice.md section 2). With both ports TLS is tried first; what the
/// server said is remembered per type. A server cannot talk a client with a TLS port only into plain text.
/// </summary>
internal sealed class ChannelLinker(SpiceOptions options)
{
    private readonly ConcurrentDictionary<ChannelType, bool> _usesTls = new();

    /// <summary>Password of the next links; null = none.</summary>
    public string? Ticket { get; set; } = options.Ticket;

    /// <summary>Links.</summary>
    /// <exception cref="SpiceException">Why there is no channel.</exception>
    public async Task<LinkedStream> LinkAsync(LinkRequest request, CancellationToken cancellation)
    {
        var tls = options.UnixPath is null && options.TlsPort != 0 && (options.Port == 0 || _usesTls.GetValueOrDefault(request.Type, true));
        try
        {
            return await TryAsync(request, tls, cancellation).ConfigureAwait(false);
        }
        catch (SpiceException e) when (e.Failure == (tls ? SpiceFailure.NeedsPlain : SpiceFailure.NeedsTls))
        {
            var port = tls ? options.Port : options.TlsPort;
            if (options.UnixPath is not null || port == 0)
            {
                var remedy = options.UnixPath is not null ? "a Unix socket has no TLS" : $"no {(tls ? "plain" : "TLS")} port is configured";
                throw new SpiceException(e.Failure, $"{e.Message}; {remedy}", e);
            }

            var linked = await TryAsync(request, !tls, cancellation).ConfigureAwait(false);
            _usesTls[request.Type] = !tls;
            return linked;
        }
    }

    private async Task<LinkedStream> TryAsync(LinkRequest request, bool tls, CancellationToken cancellation)
    {
        var connected = await Dialer.ConnectAsync(options, tls, cancellation).ConfigureAwait(false);
        try
        {
            return await LinkHandshake.PerformAsync(connected, request, Ticket, options.LinkTimeout, cancellation).ConfigureAwait(false);
        }
        catch
        {
            connected.Dispose();
            throw;
        }
    }
}
