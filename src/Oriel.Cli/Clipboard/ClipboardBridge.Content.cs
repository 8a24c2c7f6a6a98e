using Oriel.Display.Clipboard;
using Oriel.Spice.Agent;

namespace Oriel.Cli.Clipboard;

/// <content>Handing content over, when somebody pastes.</content>
internal sealed partial class ClipboardBridge
{
    private readonly TransferList _transfers = new();

    private void OnGuestAsks(AgentRequest request)
    {
        var side = Of(request.Selection);
        var wanted = ClipboardTypes.ToHost(request.Type);
        var source = side is null || wanted is null ? null : ClipboardTypes.SourceOf(wanted.Value, side.HostTypes);
        if (source is null || !_options.ToGuest || !side!.IsOfferedToGuest || !IsUsersWindow())
        {
            request.Refuse();
            return;
        }

        _ = Task.Run(() => ServeGuestAsync(request, side.Host, wanted!.Value, source.Value));
    }

    private void OnHostAsks(HostRequest request)
    {
        var side = Of(request.Selection);
        var source = side?.GuestTypes is { } types ? ClipboardTypes.SourceOf(request.Type, types) : null;
        if (source is null || !_options.ToHost)
        {
            request.Refuse();
            return;
        }

        _ = Task.Run(() => ServeHostAsync(request, side!.Agent, source.Value));
    }

    private bool IsUsersWindow() => _hasFocus || (Volatile.Read(ref _focusLostAt) is not long.MinValue and var lost && _clock.GetElapsedTime(lost) <= s_focusGrace);

    private async Task ServeGuestAsync(AgentRequest request, HostSelection selection, HostContentType wanted, HostContentType source)
    {
        using var transfer = _transfers.Begin("Pasting into the guest");
        var answer = await _host.FetchAsync(selection, source, transfer.Cancelled);
        if (answer.Outcome != HostAnswerOutcome.Content || !TryConvert(answer.Content, source, wanted, "the host's", out var content))
        {
            request.Refuse();
            Tell(answer.Outcome switch
            {
                HostAnswerOutcome.TimedOut => "Nothing pasted: the program the clipboard's content belongs to does not answer",
                HostAnswerOutcome.TooLarge => "Nothing pasted: the clipboard's content is too large",
                HostAnswerOutcome.Cancelled => "Pasting cancelled",
                _ => null,
            });
            return;
        }

        var sending = request.Answer(content);
        transfer.Follow(() => sending.Progress);
        await using var stop = transfer.Cancelled.Register(sending.Cancel);
        if (!await sending.Completion && transfer.Cancelled.IsCancellationRequested)
        {
            Tell("Pasting cancelled");
        }
    }

    private async Task ServeHostAsync(HostRequest request, AgentSelection selection, HostContentType source)
    {
        using var transfer = _transfers.Begin("Fetching from the guest");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(transfer.Cancelled);
        _ = request.Abandoned.ContinueWith(_ => CancelQuietly(stop), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        var answer = await _agent.FetchAsync(selection, ClipboardTypes.ToAgent(source), transfer, stop.Token);
        if (answer.Outcome == AgentAnswerOutcome.Content && TryConvert(answer.Content, source, request.Type, "the guest's", out var content))
        {
            request.Answer(content);
            return;
        }

        request.Refuse();
        Tell(answer.Outcome switch
        {
            AgentAnswerOutcome.TimedOut => "Nothing pasted: the guest does not answer",
            AgentAnswerOutcome.TooLarge => $"Nothing pasted: the guest's clipboard has {TransferList.Bytes(answer.Bytes)}, too much",
            AgentAnswerOutcome.Cancelled when transfer.Cancelled.IsCancellationRequested => "Pasting cancelled",
            _ => null,
        });
    }

    private bool TryConvert(ReadOnlyMemory<byte> content, HostContentType from, HostContentType to, string whose, out ReadOnlyMemory<byte> converted)
    {
        converted = content;
        if (from == to)
        {
            return true;
        }

        try
        {
            converted = PictureConversion.Convert(content.Span, to);
            return true;
        }
        catch (PictureFormatException e)
        {
            Tell($"Nothing pasted: {whose} picture cannot be converted ({e.Message})");
            return false;
        }
    }

    private void Tell(string? notice)
    {
        if (notice is not null && !_end.IsCancellationRequested)
        {
            _notice(notice);
        }
    }

    private static void CancelQuietly(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The transfer ended first.
        }
    }
}
