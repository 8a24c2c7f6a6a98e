using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Oriel.Spice.Channels;
using Oriel.Spice.Link;

namespace Oriel.Spice.Session;

/// <summary>Keeps one channel linked while the session and the wish for it last: links, and links again when it ended alone, with growing pauses.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The cancellation source holds no timer, and any thread may still cancel it.")]
internal sealed class ChannelKeeper
{
    /// <summary>Time for a goodbye.</summary>
    public static readonly TimeSpan GoodbyeLimit = TimeSpan.FromMilliseconds(300);

    /// <summary>A channel that lived this long was a good one: the next pause is short again.</summary>
    private static readonly TimeSpan s_good = TimeSpan.FromSeconds(5);

    private readonly IKeeperListener _listener;
    private readonly ChannelLinker _linker;
    private readonly ChannelSerials _serials;
    private readonly uint _session;
    private readonly TaskCompletionSource _unwanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private bool _sayGoodbye;

    private ChannelKeeper(IChannelHandler handler, uint session, ChannelLinker linker, ChannelSerials serials, IKeeperListener listener)
    {
        Handler = handler;
        _session = session;
        _linker = linker;
        _serials = serials;
        _listener = listener;
    }

    public IChannelHandler Handler { get; }

    /// <summary>Ends when it was stopped; never faults.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public static ChannelKeeper Start(IChannelHandler handler, uint session, ChannelLinker linker, ChannelSerials serials, IKeeperListener listener)
    {
        var keeper = new ChannelKeeper(handler, session, linker, serials, listener);
        keeper.Completion = Task.Run(keeper.RunAsync);
        return keeper;
    }

    /// <summary>Ends the channel; <see cref="Completion"/> says when it is over.</summary>
    /// <param name="sayGoodbye">The server is still there: what is queued should reach it.</param>
    public void Stop(bool sayGoodbye)
    {
        Volatile.Write(ref _sayGoodbye, sayGoodbye);
        _ = _stopping.CancelAsync();
        _unwanted.TrySetResult();
    }

    private async Task RunAsync()
    {
        var pause = new Pause(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        var request = new LinkRequest(Handler.Type, Handler.Id, _session, Handler.Capabilities);
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var started = Stopwatch.GetTimestamp();
                var trouble = await LiveAsync(request).ConfigureAwait(false);
                if (_stopping.IsCancellationRequested)
                {
                    return;
                }

                if (Stopwatch.GetElapsedTime(started) > s_good)
                {
                    pause.Reset();
                }

                _listener.Troubled(Handler, trouble);
                await Task.Delay(pause.Next(), _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped while it linked or paused.
        }
        finally
        {
            _listener.Ended(this);
        }
    }

    /// <summary>One link, from the request to the end of the channel.</summary>
    private async Task<SpiceException> LiveAsync(LinkRequest request)
    {
        ChannelConnection connection;
        try
        {
            connection = ChannelConnection.Start(await _linker.LinkAsync(request, _stopping.Token).ConfigureAwait(false), Handler, _serials, _listener.Log);
        }
        catch (SpiceException e)
        {
            return e;
        }

        _listener.Linked(Handler);
        await Task.WhenAny(connection.Completion, _unwanted.Task).ConfigureAwait(false);
        if (_stopping.IsCancellationRequested)
        {
            if (Volatile.Read(ref _sayGoodbye))
            {
                await connection.CloseAsync(GoodbyeLimit).ConfigureAwait(false);
            }
            else
            {
                connection.Abort();
            }
        }

        var reason = await connection.Completion.ConfigureAwait(false);
        _listener.Unlinked(Handler);
        return reason ?? new SpiceException(SpiceFailure.Lost, $"channel {request.Name} was closed");
    }
}
