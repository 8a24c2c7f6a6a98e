using System.Buffers.Binary;

namespace Oriel.Spice.Agent;

/// <content>Clipboard (spice.md section 7.6).</content>
public sealed partial class AgentLink
{
    private const int MaxWaitingFetches = 16;
    private const int MaxOpenRequests = 32;
    private const int Selections = 3;

    private readonly LinkedList<AgentFetch>[] _fetches = [new(), new(), new()];
    private readonly List<AgentOutgoing>[] _offerMessages = [[], [], []];
    private readonly AgentContentType[]?[] _offers = new AgentContentType[]?[Selections];
    private int _openRequests;

    /// <summary>The guest has something to offer: the selection and the types, best first as the agent sorts them. Data comes with <see cref="FetchAsync"/>.</summary>
    public Action<AgentSelection, IReadOnlyList<AgentContentType>>? Grabbed { get; set; }

    /// <summary>The guest withdrew its offer.</summary>
    public Action<AgentSelection>? Released { get; set; }

    /// <summary>A program in the guest pastes what we offered. The receiver must answer or refuse; only types of the standing offer get here, all else is refused at once.</summary>
    public Action<AgentRequest>? Requested { get; set; }

    /// <inheritdoc/>
    int IAgentInboxHandler.ContentHeadBytes => PrefixBytes + 4;

    private int PrefixBytes => Shares(AgentCapabilities.ClipboardSelection) ? 4 : 0;

    /// <summary>Offers content to the guest: types only. Replaces an earlier offer. False when the agent takes none (for this selection).</summary>
    public bool Grab(AgentSelection selection, IReadOnlyList<AgentContentType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        bool isOffered;
        lock (_gate)
        {
            isOffered = CanExchange(selection) && types.Count > 0;
            if (isOffered)
            {
                AgentContentType[] offer = [.. types];
                var grab = ClipboardMessage(AgentMessageType.ClipboardGrab, selection, Array.ConvertAll(offer, t => (uint)t));
                var isRegrab = _offers[(int)selection] is not null && !Shares(AgentCapabilities.ClipboardNoReleaseOnRegrab);
                _offers[(int)selection] = offer;
                Offer(selection, isRegrab ? [ClipboardMessage(AgentMessageType.ClipboardRelease, selection, []), grab] : [grab]);
            }
        }

        Raise();
        return isOffered;
    }

    /// <summary>Withdraws our offer; nothing happens when there is none.</summary>
    public void Release(AgentSelection selection)
    {
        lock (_gate)
        {
            if (CanExchange(selection) && _offers[(int)selection] is not null)
            {
                _offers[(int)selection] = null;

                // Also when the latest grab never left: an older one may stand in the guest.
                Offer(selection, [ClipboardMessage(AgentMessageType.ClipboardRelease, selection, [])]);
            }
        }

        Raise();
    }

    /// <summary>
    /// Asks the guest for the content it offered. Never throws; the outcome says what happened. Requests of one selection are asked one after the other, because
    /// answers carry no number.
    /// </summary>
    /// <param name="selection">Which clipboard.</param>
    /// <param name="type">One of the types of the guest's offer.</param>
    /// <param name="progress">Told as content arrives, on the channel's reader with a lock held: it must only post.</param>
    /// <param name="cancel">Takes the request back; what still arrives of the content is skipped.</param>
    public Task<AgentAnswer> FetchAsync(AgentSelection selection, AgentContentType type, IProgress<AgentProgress>? progress = null, CancellationToken cancel = default)
    {
        var fetch = new AgentFetch(selection, type, progress);
        lock (_gate)
        {
            if (!CanExchange(selection))
            {
                fetch.Fail(AgentAnswerOutcome.Lost);
            }
            else if (_fetches[(int)selection].Count >= MaxWaitingFetches)
            {
                fetch.Fail(AgentAnswerOutcome.Busy);
            }
            else
            {
                _fetches[(int)selection].AddLast(fetch);
                Ask(selection);
                Pump();
            }
        }

        Raise();
        if (!fetch.IsOver && cancel.CanBeCanceled)
        {
            var registration = cancel.Register(() => EndFetch(fetch, AgentAnswerOutcome.Cancelled));
            _ = fetch.Answer.ContinueWith(_ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return fetch.Answer;
    }

    /// <inheritdoc/>
    AgentFetch? IAgentInboxHandler.BeginContent(ReadOnlySpan<byte> head, uint bytes)
    {
        var selection = PrefixBytes > 0 ? head[0] : 0;
        var type = (AgentContentType)(BinaryPrimitives.ReadUInt32LittleEndian(head[PrefixBytes..]) & int.MaxValue);
        if (selection >= Selections || _fetches[selection].First?.Value is not { } fetch || (type != fetch.Type && type != AgentContentType.None))
        {
            // Nobody asked, or it is the late answer to a question that was given up.
            return null;
        }

        if (type == AgentContentType.None || bytes > (uint)_options.MaxClipboardBytes)
        {
            End(fetch, type == AgentContentType.None ? AgentAnswerOutcome.Nothing : AgentAnswerOutcome.TooLarge, bytes);
            return null;
        }

        fetch.Begin(bytes);
        fetch.Deadline?.Restart();
        return fetch;
    }

    /// <inheritdoc/>
    void IAgentInboxHandler.EndContent(AgentFetch fetch)
    {
        if (!fetch.IsOver)
        {
            fetch.Succeed(toLf: Has(AgentCapabilities.GuestLineEndCrLf));
            Remove(fetch);
        }
    }

    /// <summary>Sends an answer, or nothing when the agent who asked is gone.</summary>
    internal AgentSending Answer(AgentRequest request, ReadOnlyMemory<byte> content)
    {
        AgentOutgoing? message = null;
        lock (_gate)
        {
            if (request.Life == _life && IsConnected && request.TryClose())
            {
                _openRequests--;
                if (request.Type == AgentContentType.Text && Has(AgentCapabilities.GuestLineEndCrLf))
                {
                    content = AgentText.ToCrLf(content.Span);
                }

                message = ClipboardMessage(AgentMessageType.Clipboard, request.Selection, [(uint)request.Type], content);
                _queue.Add(AgentLane.Clipboard, message);
                Pump();
            }
        }

        Raise();
        return new AgentSending(this, request, message);
    }

    /// <summary>Answers with nothing.</summary>
    internal void Refuse(AgentRequest request)
    {
        lock (_gate)
        {
            if (request.Life == _life && IsConnected && request.TryClose())
            {
                _openRequests--;
                AnswerNothing(request.Selection);
                Pump();
            }
        }

        Raise();
    }

    /// <summary>Takes back an answer that is being sent. What was not begun is answered with nothing.</summary>
    internal void Cancel(AgentRequest request, AgentOutgoing message)
    {
        lock (_gate)
        {
            if (!message.IsDone && _queue.Cancel(message) && request.Life == _life && IsConnected)
            {
                AnswerNothing(request.Selection);
                Pump();
            }
        }

        Raise();
    }

    private bool CanExchange(AgentSelection selection) =>
        (uint)selection < Selections && Has(AgentCapabilities.ClipboardByDemand) && (selection == AgentSelection.Clipboard || PrefixBytes > 0);

    // Only the latest offer counts: what waits for a token is replaced, so that offers cannot pile up.
    private void Offer(AgentSelection selection, ReadOnlySpan<AgentOutgoing> messages)
    {
        var waiting = _offerMessages[(int)selection];
        foreach (var old in waiting)
        {
            if (!old.HasBegun)
            {
                _ = _queue.Cancel(old);
            }
        }

        waiting.Clear();
        foreach (var message in messages)
        {
            waiting.Add(message);
            _queue.Add(AgentLane.Control, message);
        }

        Pump();
    }

    private void AnswerNothing(AgentSelection selection) =>
        _queue.Add(AgentLane.Control, ClipboardMessage(AgentMessageType.Clipboard, selection, [(uint)AgentContentType.None]));

    private AgentOutgoing ClipboardMessage(AgentMessageType type, AgentSelection selection, ReadOnlySpan<uint> words, ReadOnlyMemory<byte> content = default, Action? gone = null)
    {
        var prefix = PrefixBytes;
        var head = new byte[prefix + (4 * words.Length)];
        if (prefix > 0)
        {
            head[0] = (byte)selection;
        }

        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(prefix + (4 * i)), words[i]);
        }

        return new AgentOutgoing(type, head, content) { Gone = gone };
    }

    private bool TryReadPrefix(ref ReadOnlySpan<byte> body, out AgentSelection selection)
    {
        selection = AgentSelection.Clipboard;
        if (PrefixBytes == 0)
        {
            return true;
        }

        if (body.Length < 4 || body[0] >= Selections)
        {
            return false;
        }

        selection = (AgentSelection)body[0];
        body = body[4..];
        return true;
    }

    private bool OnGrab(ReadOnlySpan<byte> body)
    {
        if (!TryReadPrefix(ref body, out var selection))
        {
            return false;
        }

        List<AgentContentType> types = [];
        for (; body.Length >= 4; body = body[4..])
        {
            var type = BinaryPrimitives.ReadUInt32LittleEndian(body);
            if (type is >= (uint)AgentContentType.Text and <= (uint)AgentContentType.FileList && !types.Contains((AgentContentType)type))
            {
                types.Add((AgentContentType)type);
            }
        }

        // The guest took over: what we offered there is no longer on offer.
        _offers[(int)selection] = null;
        _raised.Enqueue(() => Grabbed?.Invoke(selection, types));
        return true;
    }

    private bool OnRelease(ReadOnlySpan<byte> body)
    {
        if (!TryReadPrefix(ref body, out var selection))
        {
            return false;
        }

        _raised.Enqueue(() => Released?.Invoke(selection));
        return true;
    }

    private bool OnRequest(ReadOnlySpan<byte> body)
    {
        if (!TryReadPrefix(ref body, out var selection) || body.Length < 4)
        {
            return false;
        }

        var type = (AgentContentType)(BinaryPrimitives.ReadUInt32LittleEndian(body) & int.MaxValue);
        var isOffered = _offers[(int)selection] is { } offer && Array.IndexOf(offer, type) >= 0;
        if (!isOffered || _openRequests >= MaxOpenRequests || Requested is null)
        {
            AnswerNothing(selection);
            return true;
        }

        _openRequests++;
        var request = new AgentRequest(this, _life, selection, type);
        _raised.Enqueue(() => Requested?.Invoke(request));
        return true;
    }

    private void Ask(AgentSelection selection)
    {
        if (_fetches[(int)selection].First?.Value is not { Message: null } fetch)
        {
            return;
        }

        fetch.Message = ClipboardMessage(AgentMessageType.ClipboardRequest, selection, [(uint)fetch.Type], gone: () => fetch.Deadline?.Restart());
        fetch.Deadline = new AgentDeadline(
            _options.Clock, _options.AnswerTimeout, () => fetch.Message.IsDone ? 0 : Volatile.Read(ref _chunksSent), () => EndFetch(fetch, AgentAnswerOutcome.TimedOut));
        _queue.Add(AgentLane.Control, fetch.Message);
    }

    private void EndFetch(AgentFetch fetch, AgentAnswerOutcome outcome)
    {
        lock (_gate)
        {
            End(fetch, outcome);
            Pump();
        }

        Raise();
    }

    private void End(AgentFetch fetch, AgentAnswerOutcome outcome, long bytes = 0)
    {
        if (!fetch.IsOver)
        {
            fetch.Fail(outcome, bytes);
            if (fetch.Message is { HasBegun: false } message)
            {
                _ = _queue.Cancel(message);
            }

            Remove(fetch);
        }
    }

    private void Remove(AgentFetch fetch)
    {
        _ = _fetches[(int)fetch.Selection].Remove(fetch);
        Ask(fetch.Selection);
    }

    private void EndClipboard()
    {
        _openRequests = 0;
        for (var i = 0; i < Selections; i++)
        {
            _offers[i] = null;
            _offerMessages[i].Clear();
            foreach (var fetch in _fetches[i])
            {
                fetch.Fail(AgentAnswerOutcome.Lost);
            }

            _fetches[i].Clear();
        }
    }
}
