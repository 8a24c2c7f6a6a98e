using System.Buffers.Binary;

namespace Oriel.Spice.Agent;

/// <summary>
/// The guest agent's byte stream inside the main channel: life cycle, tokens, chunks, capabilities (spice.md section 7), and on top of it clipboard, files, monitors
/// and volume. The main channel calls the internal members on its reader; public ones are for any thread and never block.
/// <para>Callbacks come one at a time on the main channel's reader (time-outs on the pool), without any lock held; they must only post elsewhere. Set them before the session starts.</para>
/// </summary>
public sealed partial class AgentLink : IAgentInboxHandler
{
    private const ushort AgentStartType = 106;
    private const ushort AgentDataType = 107;
    private const ushort AgentTokenType = 108;

    // A server that gives tokens without end must not make us fill the main channel's queue: 2 MiB are in flight at most.
    private const uint MaxTokens = 1024;

    // With more of our own messages waiting than this, the agent gets no new tokens: what it asks cannot pile up here.
    private const int MaxBacklog = 64;

    private readonly Lock _gate = new();
    private readonly AgentOptions _options;
    private readonly AgentInbox _inbox;
    private readonly AgentQueue _queue = new();
    private readonly Queue<Action> _raised = new();
    private readonly byte[] _chunk = new byte[AgentOutgoing.MaxChunkBytes];
    private volatile AgentStatus _status = new();
    private IChannelSender? _sender;
    private uint _firstTokens;
    private uint _tokens;
    private uint _owedTokens;
    private long _chunksSent;
    private int _life;
    private bool _isRaising;

    /// <summary>Makes a link that is not attached to a channel yet.</summary>
    /// <param name="options">Limits; null = the defaults.</param>
    public AgentLink(AgentOptions? options = null)
    {
        _options = options ?? new AgentOptions();
        _inbox = new AgentInbox(this);
    }

    /// <summary>The latest snapshot.</summary>
    public AgentStatus Status => _status;

    /// <summary>Called with every new snapshot.</summary>
    public Action<AgentStatus>? StatusChanged { get; set; }

    /// <summary>The agent answered a message that has an answer: the number of that message (spice.md section 7.5), and whether it succeeded.</summary>
    public Action<int, bool>? Replied { get; set; }

    /// <summary>Messages of the agent that were dropped because their form was wrong.</summary>
    public long Rejected
    {
        get
        {
            lock (_gate)
            {
                return _inbox.Rejected;
            }
        }
    }

    private bool IsConnected => _status.IsConnected;

    /// <summary>The main channel was linked and INIT arrived.</summary>
    /// <param name="sender">Way out of the main channel, until <see cref="Detach"/>.</param>
    /// <param name="connected">INIT.agent_connected.</param>
    /// <param name="tokens">INIT.agent_tokens.</param>
    internal void Attach(IChannelSender sender, bool connected, uint tokens)
    {
        lock (_gate)
        {
            Drop("");
            _sender = sender;
            _firstTokens = tokens;
            if (connected)
            {
                Begin(tokens);
            }
        }

        Raise();
    }

    /// <summary>AGENT_CONNECTED (null) or AGENT_CONNECTED_TOKENS.</summary>
    internal void Connected(uint? tokens)
    {
        lock (_gate)
        {
            Drop("");
            if (_sender is not null)
            {
                Begin(tokens ?? _firstTokens);
            }
        }

        Raise();
    }

    /// <summary>AGENT_DISCONNECTED.</summary>
    internal void Disconnected()
    {
        lock (_gate)
        {
            Drop("");
        }

        Raise();
    }

    /// <summary>
    /// AGENT_DATA: one chunk. Whatever the guest puts into it, this never throws: a message of a wrong form is counted and dropped, a stream that
    /// cannot be read is ignored until the next agent. A guest's agent cannot end the session.
    /// </summary>
    internal void Receive(ReadOnlySpan<byte> chunk)
    {
        lock (_gate)
        {
            if (IsConnected)
            {
                _inbox.Receive(chunk);
                _owedTokens++;
                if (_inbox.ForeignProtocol != 0 && _status.Fault.Length == 0)
                {
                    SetStatus(_status with { IsAnnounced = false, Capabilities = AgentCapabilities.None, Fault = $"the guest's agent speaks protocol {_inbox.ForeignProtocol}, not 1" });
                    EndTransfers();
                }

                Pump();
            }
        }

        Raise();
    }

    /// <summary>AGENT_TOKEN.</summary>
    internal void AddTokens(uint count)
    {
        lock (_gate)
        {
            _tokens = Math.Min(MaxTokens, Math.Min(MaxTokens, count) + _tokens);
            Pump();
        }

        Raise();
    }

    /// <summary>The main channel is gone.</summary>
    internal void Detach()
    {
        lock (_gate)
        {
            Drop("");
            _sender = null;
        }

        Raise();
    }

    /// <inheritdoc/>
    bool IAgentInboxHandler.Message(AgentMessageType type, ReadOnlySpan<byte> body) => type switch
    {
        AgentMessageType.AnnounceCapabilities => OnAnnounced(body),
        AgentMessageType.ClipboardGrab => OnGrab(body),
        AgentMessageType.ClipboardRequest => OnRequest(body),
        AgentMessageType.ClipboardRelease => OnRelease(body),
        AgentMessageType.FileTransferStatus => OnFileStatus(body),
        AgentMessageType.Reply => OnReply(body),
        _ => true,
    };

    private void Begin(uint tokens)
    {
        _life++;
        _tokens = Math.Min(tokens, MaxTokens);
        SetStatus(new AgentStatus { IsConnected = true, Announcement = _status.Announcement });
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(word, _options.ReceiveWindow);
        _ = _sender!.Send(AgentStartType, word);
        Announce(request: true);
        Pump();
    }

    // Spice.md section 7.1: partial messages, queued chunks, capabilities, ownership and transfers end with the agent.
    private void Drop(string fault)
    {
        _inbox.Reset();
        _queue.Clear();
        _owedTokens = 0;
        _tokens = 0;
        if (IsConnected)
        {
            SetStatus(new AgentStatus { Fault = fault, Announcement = _status.Announcement });
            EndTransfers();
        }
    }

    private void EndTransfers()
    {
        EndClipboard();
        EndFiles();
    }

    private void Announce(bool request)
    {
        Span<byte> body = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(body, request ? 1u : 0u);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], (uint)AgentOptions.Announced);
        _queue.Add(AgentLane.Control, new AgentOutgoing(AgentMessageType.AnnounceCapabilities, body));
    }

    private bool OnAnnounced(ReadOnlySpan<byte> body)
    {
        if (body.Length < 4)
        {
            return false;
        }

        var words = body.Length >= 8 ? BinaryPrimitives.ReadUInt32LittleEndian(body[4..]) : 0;
        SetStatus(_status with { IsAnnounced = true, Capabilities = (AgentCapabilities)(words & int.MaxValue), Announcement = _status.Announcement + 1 });
        if (BinaryPrimitives.ReadUInt32LittleEndian(body) == 1)
        {
            Announce(request: false);
        }

        if (Has(AgentCapabilities.MaxClipboard))
        {
            Span<byte> limit = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(limit, _options.MaxClipboardBytes);
            _queue.Add(AgentLane.Control, new AgentOutgoing(AgentMessageType.MaxClipboard, limit));
        }

        return true;
    }

    private bool OnReply(ReadOnlySpan<byte> body)
    {
        if (body.Length < 8)
        {
            return false;
        }

        var type = (int)(BinaryPrimitives.ReadUInt32LittleEndian(body) & int.MaxValue);
        var isSuccess = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]) == 1;
        _raised.Enqueue(() => Replied?.Invoke(type, isSuccess));
        return true;
    }

    private bool Has(AgentCapabilities capability) => (_status.Capabilities & capability) != 0;

    // Both sides must have a capability for it to change a message's form.
    private bool Shares(AgentCapabilities capability) => (_status.Capabilities & AgentOptions.Announced & capability) != 0;

    private void SetStatus(AgentStatus status)
    {
        _status = status;
        _raised.Enqueue(() => StatusChanged?.Invoke(status));
    }

    /// <summary>Sends what the tokens allow, and gives back tokens unless too much of ours waits. Under the lock.</summary>
    private void Pump()
    {
        if (_sender is null || !IsConnected)
        {
            return;
        }

        while (_tokens > 0 && _queue.Take(_chunk) is > 0 and var length)
        {
            _tokens--;
            _chunksSent++;
            _ = _sender.Send(AgentDataType, _chunk.AsSpan(0, length));
        }

        if (_owedTokens > 0 && _queue.Count <= MaxBacklog)
        {
            Span<byte> word = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(word, _owedTokens);
            _owedTokens = 0;
            _ = _sender.Send(AgentTokenType, word);
        }
    }

    // Callbacks run after the lock, in the order in which things happened: whoever finds some takes all of them, and nobody overtakes him.
    private void Raise()
    {
        while (true)
        {
            Action next;
            lock (_gate)
            {
                if (_isRaising || !_raised.TryDequeue(out next!))
                {
                    return;
                }

                _isRaising = true;
            }

            try
            {
                next();
            }
            finally
            {
                lock (_gate)
                {
                    _isRaising = false;
                }
            }
        }
    }
}
