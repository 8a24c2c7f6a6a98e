using System.Buffers.Binary;
using System.Net.Sockets;
using Oriel.Spice.Channels;
using Oriel.Spice.Link;
using Oriel.Spice.Main;

namespace Oriel.Spice;

/// <summary>
/// Looks at a server without being a session. The greeting alone (<c>listChannels</c> false) ends before the password: a server hands nothing over at that point, so a client that is connected stays connected.
/// The list of channels needs a login, and a server gives its one session to whoever logs in last: ask for it only when nobody is connected. Bounded by the options' link time-out at each step.
/// </summary>
public static class SpiceServerLook
{
    private const int MostMessages = 64;
    private const int MiniHeader = 6;
    private const int FullHeader = 18;

    /// <summary>Asks. Never throws for what the server does.</summary>
    public static async Task<SpiceServerFacts> AskAsync(SpiceOptions options, bool listChannels, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            if (!listChannels)
            {
                await GreetAsync(options, cancellation).ConfigureAwait(false);
                return new SpiceServerFacts();
            }

            using var linked = await new ChannelLinker(options).LinkAsync(Request, cancellation).ConfigureAwait(false);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(options.LinkTimeout);
            return new SpiceServerFacts { Channels = await ListAsync(linked, deadline.Token).ConfigureAwait(false) };
        }
        catch (SpiceException e)
        {
            return new SpiceServerFacts { Failure = e.Failure, Detail = e.Message };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SpiceServerFacts { Failure = SpiceFailure.TimedOut, Detail = $"the server has not listed its channels in {options.LinkTimeout.TotalSeconds:0.#} s" };
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return new SpiceServerFacts { Failure = SpiceFailure.Lost, Detail = $"the server ended the connection: {e.Message}" };
        }
    }

    private static LinkRequest Request => new(ChannelType.Main, 0, 0, []);

    private static async Task GreetAsync(SpiceOptions options, CancellationToken cancellation)
    {
        var tls = options.UnixPath is null && options.Port == 0;
        using var connected = await Dialer.ConnectAsync(options, tls, cancellation).ConfigureAwait(false);
        await LinkHandshake.GreetAsync(connected, Request, options.LinkTimeout, cancellation).ConfigureAwait(false);
    }

    /// <summary>INIT, our ATTACH_CHANNELS, CHANNELS_LIST; everything else is passed over.</summary>
    private static async Task<IReadOnlyList<ChannelType>> ListAsync(LinkedStream linked, CancellationToken cancellation)
    {
        var header = new byte[linked.MiniHeaders ? MiniHeader : FullHeader];
        for (var i = 0; i < MostMessages; i++)
        {
            await linked.Stream.ReadExactlyAsync(header, cancellation).ConfigureAwait(false);
            var at = linked.MiniHeaders ? 0 : 8;
            var (type, size) = (BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(at)), BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(at + 2)));
            if (size > BodyLimit.Ping)
            {
                throw new SpiceException(SpiceFailure.Protocol, $"{linked.Peer} announces a message {type} of {size} bytes; at most {BodyLimit.Ping} are possible");
            }

            var body = new byte[size];
            await linked.Stream.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
            if (type == MainMessage.Init)
            {
                await linked.Stream.WriteAsync(AttachChannels(linked.MiniHeaders), cancellation).ConfigureAwait(false);
            }
            else if (type == MainMessage.ChannelsList)
            {
                return [.. MainChannel.Channels(body).Select(channel => channel.Type).Distinct()];
            }
        }

        throw new SpiceException(SpiceFailure.Protocol, $"{linked.Peer} sent {MostMessages} messages without the list of its channels");
    }

    private static byte[] AttachChannels(bool mini)
    {
        var bytes = new byte[mini ? MiniHeader : FullHeader];
        if (!mini)
        {
            bytes[0] = 1;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(mini ? 0 : 8), MainMessage.ToServer.AttachChannels);
        return bytes;
    }
}
