using System.Buffers.Binary;
using System.Net.Sockets;

namespace Oriel.Spice.Link;

/// <summary>The link handshake (spice.md section 3) on a stream that is connected already.</summary>
internal static class LinkHandshake
{
    /// <summary>Asks for one channel and logs in.</summary>
    /// <param name="connected">The stream; not disposed here.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="ticket">The password; null = none.</param>
    /// <param name="limit">Longest time for each answer, complete.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The stream with what was agreed on.</returns>
    /// <exception cref="SpiceException">No channel, and why.</exception>
    public static async Task<LinkedStream> PerformAsync(LinkedStream connected, LinkRequest request, string? ticket, TimeSpan limit, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit);
        var due = "an answer to the link request";
        try
        {
            await connected.Stream.WriteAsync(request.Encode(), deadline.Token).ConfigureAwait(false);
            var reply = await ReadReplyAsync(connected, request, deadline.Token).ConfigureAwait(false);
            deadline.CancelAfter(limit);
            due = "an answer to the password";
            await connected.Stream.WriteAsync(Login(reply, request, ticket, connected.Peer), deadline.Token).ConfigureAwait(false);
            await ReadResultAsync(connected, request, deadline.Token).ConfigureAwait(false);
            return connected with { MiniHeaders = Agreed(request, reply, LinkRequest.Common.MiniHeader), ServerCapabilities = reply.Capabilities };
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new SpiceException(SpiceFailure.TimedOut, $"{connected.Peer} has not sent {due} for channel {request.Name} in {limit.TotalSeconds:0.#} s", e);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new SpiceException(SpiceFailure.Lost, $"{connected.Peer} ended the connection where {due} for channel {request.Name} was due: {e.Message}", e);
        }
    }

    /// <summary>Asks for one channel and reads the answer, but does not log in: enough to know a SPICE server, without any effect on it.</summary>
    /// <exception cref="SpiceException">It is none, or refuses the channel.</exception>
    public static async Task GreetAsync(LinkedStream connected, LinkRequest request, TimeSpan limit, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit);
        try
        {
            await connected.Stream.WriteAsync(request.Encode(), deadline.Token).ConfigureAwait(false);
            await ReadReplyAsync(connected, request, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new SpiceException(SpiceFailure.TimedOut, $"{connected.Peer} has not sent an answer to the link request in {limit.TotalSeconds:0.#} s", e);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new SpiceException(SpiceFailure.Lost, $"{connected.Peer} ended the connection where an answer to the link request was due: {e.Message}", e);
        }
    }

    private static bool Agreed(LinkRequest request, LinkReply reply, int bit) =>
        LinkWire.HasBit(request.CommonCapabilities, bit) && LinkWire.HasBit(reply.CommonCapabilities, bit);

    private static async Task<LinkReply> ReadReplyAsync(LinkedStream connected, LinkRequest request, CancellationToken cancellation)
    {
        var header = new byte[LinkWire.HeaderSize];
        var got = await connected.Stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (got == 0)
        {
            // Section 3.5: how a server says that it has no such channel. Main exists always, so there it means something else.
            throw request.Type == ChannelType.Main
                ? new SpiceException(SpiceFailure.Lost, $"{connected.Peer} ended the connection without an answer to the link request for channel {request.Name}")
                : new SpiceException(SpiceFailure.NoSuchChannel, $"{connected.Peer} has no channel {request.Name}: it ended the connection without an answer");
        }

        if (got < header.Length)
        {
            CheckMagic(header.AsSpan(0, got), connected.Peer);
            throw new SpiceException(SpiceFailure.Lost, $"{connected.Peer} ended the connection after {got} bytes of the link reply for channel {request.Name}");
        }

        var body = new byte[LinkReply.CheckHeader(header, connected.Peer)];
        got = await connected.Stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (got < body.Length)
        {
            throw new SpiceException(SpiceFailure.Lost, $"{connected.Peer} ended the connection after {LinkWire.HeaderSize + got} of {LinkWire.HeaderSize + body.Length} bytes of the link reply for channel {request.Name}");
        }

        var reply = LinkReply.Parse(body);
        return reply.Error == 0 ? reply : throw LinkError.Of(reply.Error, request, connected.Peer);
    }

    /// <summary>Something that ends after a few bytes that are not SPICE is named as such, not as a lost connection.</summary>
    private static void CheckMagic(ReadOnlySpan<byte> start, string peer)
    {
        var known = Math.Min(start.Length, 4);
        if (!start[..known].SequenceEqual(LinkWire.Magic[..known]))
        {
            var hint = start[0] == 0x15 ? "; that looks like TLS" : "";
            throw new SpiceException(SpiceFailure.NotSpice, $"{peer} does not speak SPICE: it answers {Convert.ToHexString(start[..known])} where 52454451 is due{hint}");
        }
    }

    /// <summary>Mechanism and ticket in one write (spice.md section 3.6).</summary>
    private static byte[] Login(LinkReply reply, LinkRequest request, string? ticket, string peer)
    {
        var mechanism = Agreed(request, reply, LinkRequest.Common.AuthSelection);
        if (mechanism && !LinkWire.HasBit(reply.CommonCapabilities, LinkRequest.Common.AuthSpice))
        {
            var sasl = LinkWire.HasBit(reply.CommonCapabilities, LinkRequest.Common.AuthSasl) ? "it demands SASL" : "it offers no way to log in that this client knows";
            throw new SpiceException(SpiceFailure.Refused, $"{peer} does not take passwords: {sasl} (common capabilities {reply.CommonCapabilities[0]:X8})");
        }

        var encrypted = Ticket.Encrypt(reply.PublicKey, ticket);
        if (!mechanism)
        {
            return encrypted;
        }

        var login = new byte[4 + encrypted.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(login, LinkRequest.Common.AuthSpice);
        encrypted.CopyTo(login, 4);
        return login;
    }

    private static async Task ReadResultAsync(LinkedStream connected, LinkRequest request, CancellationToken cancellation)
    {
        var result = new byte[4];
        var got = await connected.Stream.ReadAtLeastAsync(result, result.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (got < result.Length)
        {
            throw new SpiceException(SpiceFailure.Lost, $"{connected.Peer} ended the connection after {got} of 4 bytes of the link result for channel {request.Name}");
        }

        var code = BinaryPrimitives.ReadUInt32LittleEndian(result);
        if (code == LinkWire.MagicNumber)
        {
            code = await ReadLateErrorAsync(connected, cancellation).ConfigureAwait(false);
            throw new SpiceException(SpiceFailure.Refused, $"{connected.Peer} answers the login for channel {request.Name} with a second link reply, error {code}: it does not take this way to log in");
        }

        if (code != 0)
        {
            throw LinkError.Of(code, request, connected.Peer);
        }
    }

    /// <summary>A complete error reply in place of the result (spice.md section 3.5); its first four bytes are read already. What does not come is 0.</summary>
    private static async Task<uint> ReadLateErrorAsync(LinkedStream connected, CancellationToken cancellation)
    {
        var rest = new byte[LinkWire.HeaderSize - 4 + 4];
        await connected.Stream.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return BinaryPrimitives.ReadUInt32LittleEndian(rest.AsSpan(LinkWire.HeaderSize - 4));
    }
}
