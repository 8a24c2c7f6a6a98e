using System.Diagnostics;
using Oriel.Spice.Channels;
using Oriel.Spice.Link;
using Oriel.Spice.Session;

namespace Oriel.Spice;

/// <summary>The supervisor: one task that links main, watches it end, and decides what that means.</summary>
public sealed partial class SpiceSession
{
    /// <summary>A session that lived this long was a good one: the next pause is short again.</summary>
    private static readonly TimeSpan s_good = TimeSpan.FromSeconds(2);

    private async Task RunAsync()
    {
        // Short: after a restart the keys are back within a second of the server's listening.
        var soon = new Pause(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500));
        var slowly = new Pause(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        var cancellation = _disposing.Token;
        try
        {
            while (true)
            {
                var (failure, lived, takenOver) = await LiveAsync(cancellation).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                if (lived > s_good)
                {
                    soon.Reset();
                    slowly.Reset();
                }

                if (lived > TimeSpan.Zero)
                {
                    _retry.Wait(0, CancellationToken.None); // Asked for while all was well: that must not start a fight for the server now.
                }

                var state = takenOver ? SpiceState.TakenOver : IsRefusal(failure.Failure) ? SpiceState.Refused : SpiceState.Connecting;
                Disconnected(state, failure);
                var asked = await _retry.WaitAsync(
                    state switch { SpiceState.TakenOver => Timeout.InfiniteTimeSpan, SpiceState.Refused => slowly.Next(), _ => soon.Next() }, cancellation).ConfigureAwait(false);
                if (asked)
                {
                    soon.Reset();
                    slowly.Reset();
                    _board.Update(s => s with { State = SpiceState.Connecting });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    /// <summary>One session from the link of main to its end.</summary>
    private async Task<(SpiceException Failure, TimeSpan Lived, bool TakenOver)> LiveAsync(CancellationToken cancellation)
    {
        _board.Update(s => s.State == SpiceState.Off ? s with { State = SpiceState.Connecting } : s);
        var serials = new ChannelSerials();
        var initialized = Prepare(serials);
        ChannelConnection connection;
        Afterlife before;
        try
        {
            var linked = await _linker.LinkAsync(new LinkRequest(ChannelType.Main, 0, 0, _main.Capabilities), cancellation).ConfigureAwait(false);
            before = Afterlife.Of(linked);
            connection = ChannelConnection.Start(linked, _main, serials, _events.Log);
        }
        catch (SpiceException e)
        {
            return (e, TimeSpan.Zero, false);
        }

        if (!await HasBegunAsync(connection, initialized, cancellation).ConfigureAwait(false))
        {
            await EndAsync(connection, cancellation).ConfigureAwait(false);
            return (await ReasonAsync(connection).ConfigureAwait(false), TimeSpan.Zero, false);
        }

        var began = Stopwatch.GetTimestamp();
        using var sleep = new SleepWatch(TimeProvider.System);
        Connected();
        await Task.WhenAny(connection.Completion.WaitAsync(cancellation)).ConfigureAwait(false);
        await EndAsync(connection, cancellation).ConfigureAwait(false);
        var reason = await ReasonAsync(connection).ConfigureAwait(false);
        var takenOver = reason.Failure == SpiceFailure.Lost && !cancellation.IsCancellationRequested && !sleep.HasJustSlept
            && await before.IsServerAliveAsync(_options, cancellation).ConfigureAwait(false);
        return (reason, Stopwatch.GetElapsedTime(began), takenOver);
    }

    /// <summary>Waits for INIT.</summary>
    private async Task<bool> HasBegunAsync(ChannelConnection connection, Task initialized, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_options.LinkTimeout);
        await Task.WhenAny(initialized, connection.Completion, Task.Delay(Timeout.Infinite, deadline.Token)).ConfigureAwait(false);
        if (!initialized.IsCompleted && !connection.Completion.IsCompleted)
        {
            connection.Abort(new SpiceException(SpiceFailure.TimedOut, $"{connection.Peer} linked MAIN but has not sent INIT in {_options.LinkTimeout.TotalSeconds:0.#} s"));
        }

        await deadline.CancelAsync().ConfigureAwait(false); // Ends the delay's timer too.
        return initialized.IsCompleted;
    }

    /// <summary>Main is over or no longer wanted: ends the others, then main. Inputs first says which keys are up.</summary>
    private async Task EndAsync(ChannelConnection main, CancellationToken cancellation)
    {
        var isGoodbye = cancellation.IsCancellationRequested && !main.Completion.IsCompleted;
        await StopKeepersAsync(isGoodbye).ConfigureAwait(false);
        if (isGoodbye)
        {
            await main.CloseAsync(ChannelKeeper.GoodbyeLimit).ConfigureAwait(false);
        }

        main.Abort();
    }

    private static async Task<SpiceException> ReasonAsync(ChannelConnection connection) =>
        await connection.Completion.ConfigureAwait(false) ?? new SpiceException(SpiceFailure.Lost, "closed");

    private static bool IsRefusal(SpiceFailure failure) => failure is not (SpiceFailure.Unreachable or SpiceFailure.TimedOut or SpiceFailure.Lost or SpiceFailure.NoSuchChannel);

    private void Connected()
    {
        lock (_gate)
        {
            var (channels, trouble) = (LinkedChannels(), Trouble());
            _board.Update(s => s with { State = SpiceState.Connected, Failure = null, Detail = trouble, Channels = channels });
        }
    }

    private void Disconnected(SpiceState state, SpiceException failure)
    {
        var detail = state == SpiceState.TakenOver ? "another client took over the virtual machine's SPICE session" : failure.Message;
        if (_board.Current.Detail != detail)
        {
            _events.Log(failure.Message == detail ? detail : $"{detail} ({failure.Message})");
        }

        _board.Update(s => new SpiceStatus { State = state, Detail = detail, Failure = failure.Failure, Name = s.Name, Uuid = s.Uuid });
    }
}
