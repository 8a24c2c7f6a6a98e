using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Oriel.Spice.Link;

namespace Oriel.Spice.Channels;

/// <summary>
/// One linked channel: reads messages, answers those that are common to all channels (spice.md sections 4 and 5), hands the rest to the handler. Owns the stream.
/// One task reads; messages go out from any thread.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The stream is disposed by the reading task; the cancellation source holds no timer, and any thread may still cancel it.")]
internal sealed partial class ChannelConnection : IChannelSender
{
    private readonly LinkedStream _linked;
    private readonly IChannelHandler _handler;
    private readonly ChannelSerials _serials;
    private readonly Action<string> _log;
    private readonly CancellationTokenSource _ending = new();
    private readonly SendQueue _queue;
    private readonly string _name;
    private readonly int _bodyLimit;
    private End? _end;

    private ChannelConnection(LinkedStream linked, IChannelHandler handler, ChannelSerials serials, Action<string> log)
    {
        _linked = linked;
        _handler = handler;
        _serials = serials;
        _log = log;
        _name = $"{handler.Type.ToString().ToUpperInvariant()} {handler.Id}";
        _bodyLimit = BodyLimit.Of(handler.Type);
        _queue = new SendQueue(linked.Stream, linked.MiniHeaders, WriteFailed);
    }

    /// <summary>Completes when the channel is over and its handler knows; the result says why, null = closed from here. Never faults.</summary>
    public Task<SpiceException?> Completion { get; private set; } = Task.FromResult<SpiceException?>(null);

    /// <summary>The server's address, for sentences.</summary>
    public string Peer => _linked.Peer;

    /// <summary>Starts to read; the handler's <see cref="IChannelHandler.Linked"/> is the first thing that happens.</summary>
    /// <param name="linked">The stream after the handshake; owned from here on.</param>
    /// <param name="handler">Not in use by another connection.</param>
    /// <param name="serials">Those of the session.</param>
    /// <param name="log">Facts for the log; from the pool.</param>
    public static ChannelConnection Start(LinkedStream linked, IChannelHandler handler, ChannelSerials serials, Action<string> log)
    {
        var connection = new ChannelConnection(linked, handler, serials, log);
        serials.Handled(handler.Type, handler.Id, 0);
        connection.Completion = Task.Run(connection.RunAsync);
        return connection;
    }

    /// <inheritdoc/>
    public bool Send(ushort type, ReadOnlySpan<byte> body) => _queue.Post(type, body);

    /// <summary>Ends it now. The first reason counts.</summary>
    /// <param name="reason">Null = wanted.</param>
    public void Abort(SpiceException? reason = null)
    {
        if (Interlocked.CompareExchange(ref _end, new End(reason), null) is not null)
        {
            return;
        }

        _queue.Close();
        _ = _ending.CancelAsync(); // Not Cancel: what waits must not go on inside the call of whoever sends.
    }

    /// <summary>Says goodbye, lets the server have what is queued, and closes.</summary>
    /// <param name="limit">Longest time for all of it.</param>
    public async Task CloseAsync(TimeSpan limit)
    {
        Span<byte> goodbye = stackalloc byte[12]; // Time and reason: 0.
        goodbye.Clear();
        Send(CommonMessage.FromClient.Disconnecting, goodbye);
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await _queue.FlushAsync().WaitAsync(deadline.Token).ConfigureAwait(false);
            // The end of our half: a server that closes now has read everything. Closing at once could destroy what is still under way (a reset overtakes data).
            _linked.Socket.Shutdown(SocketShutdown.Send);
            await Completion.WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Too slow or gone already; the end is the same.
        }

        Abort();
        await Completion.ConfigureAwait(false);
    }

    private void WriteFailed(Exception? e) => Abort(e is null
        ? new SpiceException(SpiceFailure.TimedOut, $"{_linked.Peer} does not read channel {_name}: {SendQueue.Limit} bytes wait")
        : new SpiceException(SpiceFailure.Lost, $"{_linked.Peer} ended channel {_name}: {e.Message}", e));

    private async Task<SpiceException?> RunAsync()
    {
        try
        {
            _handler.Linked(this, _linked.ServerCapabilities);
            using var input = new ReceiveBuffer(_linked.Stream, _ending.Token);
            while (await ReadMessageAsync(input).ConfigureAwait(false))
            {
            }

            Abort(new SpiceException(SpiceFailure.Lost, EndWords(input)));
        }
        catch (SpiceException e)
        {
            Abort(e);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Abort(new SpiceException(SpiceFailure.Lost, $"{_linked.Peer} ended channel {_name}: {e.Message}", e));
        }
        catch (Exception e)
        {
            // The top of this task: a message that a handler did not foresee ends this channel, not the program. It is a defect all the same, and named as one.
            Abort(new SpiceException(SpiceFailure.Protocol, $"channel {_name}: message {_received + 1} was not understood ({e.GetType().Name}: {e.Message})", e));
        }

        try
        {
            _handler.Closed();
        }
        finally
        {
            _linked.Dispose();
        }

        return _end!.Reason;
    }

    private string EndWords(ReceiveBuffer input) => input.Buffered == 0 && !_insideMessage
        ? $"{_linked.Peer} ended channel {_name}"
        : $"{_linked.Peer} ended channel {_name} inside message {_received + 1}";

    private sealed record End(SpiceException? Reason);
}
