using System.Buffers.Binary;
using Oriel.Spice.Agent;

namespace Oriel.Spice.Tests.Agent;

/// <summary>
/// Server and guest agent in one, by the letter of spice.md section 7: holds what the link sends against the framing and token rules, puts messages together, and
/// talks back in chunks of any size, within the window it was given.
/// </summary>
internal sealed class ModelAgent : IChannelSender
{
    public const uint AllCapabilities = 0x3dde7 & ~(1u << 17);

    private readonly List<(ushort Type, byte[] Body)> _sent = [];
    private readonly List<(uint Type, byte[] Body)> _messages = [];
    private readonly Queue<byte> _toClient = new();
    private readonly List<byte> _partial = [];
    private readonly Lock _gate = new();
    private int _wanted = -1;

    /// <summary>AGENT_DATA messages the client may still send.</summary>
    public long ClientTokens { get; private set; }

    /// <summary>AGENT_DATA messages we may still send.</summary>
    public long ServerTokens { get; private set; }

    /// <summary>Breaches of the rules by the client; must stay empty.</summary>
    public List<string> Breaches { get; } = [];

    /// <summary>Whole agent messages so far.</summary>
    public IReadOnlyList<(uint Type, byte[] Body)> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Messages of the main channel so far.</summary>
    public IReadOnlyList<(ushort Type, byte[] Body)> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>Number of <see cref="Sent"/>.</summary>
    public int SentCount
    {
        get
        {
            lock (_gate)
            {
                return _sent.Count;
            }
        }
    }

    /// <summary>Bytes that wait for the client's tokens.</summary>
    public int Waiting => _toClient.Count;

    public static byte[] Message(uint type, params ReadOnlySpan<byte> body)
    {
        var message = new byte[20 + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(message, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(4), type);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(16), body.Length);
        body.CopyTo(message.AsSpan(20));
        return message;
    }

    public static byte[] Words(params ReadOnlySpan<uint> words)
    {
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
        }

        return bytes;
    }

    /// <summary>The link is attached and both sides have announced themselves.</summary>
    public static ModelAgent Connect(AgentLink link, uint tokens = 10, uint capabilities = AllCapabilities)
    {
        var agent = new ModelAgent();
        agent.GrantQuietly(tokens);
        link.Attach(agent, connected: true, tokens);
        agent.Say(6, Words(0, capabilities));
        agent.Deliver(link);
        return agent;
    }

    public bool Send(ushort type, ReadOnlySpan<byte> body)
    {
        lock (_gate)
        {
            _sent.Add((type, body.ToArray()));
            switch (type)
            {
                case 106:
                    ServerTokens = BinaryPrimitives.ReadUInt32LittleEndian(body);
                    _partial.Clear();
                    _wanted = -1;
                    break;
                case 107:
                    TakeChunk(body);
                    break;
                case 108:
                    ServerTokens += BinaryPrimitives.ReadUInt32LittleEndian(body);
                    break;
                default:
                    Breaches.Add($"message {type}");
                    break;
            }

            return true;
        }
    }

    public void GrantQuietly(uint tokens) => ClientTokens = tokens;

    public void Grant(AgentLink link, uint tokens)
    {
        lock (_gate)
        {
            ClientTokens += tokens;
        }

        link.AddTokens(tokens);
    }

    /// <summary>The agent sends a message; it waits for <see cref="Deliver"/>.</summary>
    public void Say(uint type, params ReadOnlySpan<byte> body)
    {
        foreach (var b in Message(type, body))
        {
            _toClient.Enqueue(b);
        }
    }

    /// <summary>Hands over what waits, as far as the client's tokens go.</summary>
    public void Deliver(AgentLink link, Func<int>? chunkBytes = null, int maxChunks = int.MaxValue)
    {
        while (_toClient.Count > 0 && maxChunks-- > 0 && TrySpend())
        {
            var chunk = new byte[Math.Min(_toClient.Count, Math.Clamp(chunkBytes?.Invoke() ?? 2048, 1, 2048))];
            for (var i = 0; i < chunk.Length; i++)
            {
                chunk[i] = _toClient.Dequeue();
            }

            link.Receive(chunk);
        }
    }

    /// <summary>Goes on giving tokens and delivering until the condition holds.</summary>
    public void Run(AgentLink link, Func<bool> until, string what) => Oriel.Testing.Eventually.True(
        () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                var before = SentCount;
                if (ClientTokens < 5)
                {
                    Grant(link, 5);
                }

                Deliver(link);
                if (before == SentCount)
                {
                    break;
                }
            }

            return until();
        },
        TimeSpan.FromSeconds(20), () => $"{what}; messages: {string.Join(' ', Messages.Select(m => m.Type))}; breaches: {string.Join("; ", Breaches)}");

    private bool TrySpend()
    {
        lock (_gate)
        {
            return ServerTokens > 0 && ServerTokens-- > 0;
        }
    }

    private void TakeChunk(ReadOnlySpan<byte> chunk)
    {
        if (--ClientTokens < 0)
        {
            Breaches.Add("a chunk without a token");
        }

        if (chunk.Length is 0 or > 2048)
        {
            Breaches.Add($"a chunk of {chunk.Length} bytes");
        }

        if (_wanted < 0)
        {
            if (chunk.Length < 20 || BinaryPrimitives.ReadUInt32LittleEndian(chunk) != 1 || BinaryPrimitives.ReadUInt64LittleEndian(chunk[8..]) != 0)
            {
                Breaches.Add("a first chunk without a header");
                return;
            }

            _wanted = 20 + BinaryPrimitives.ReadInt32LittleEndian(chunk[16..]);
        }

        if (_partial.Count + chunk.Length > _wanted)
        {
            Breaches.Add("a chunk that runs into the next message");
        }

        if (chunk.Length < 2048 && _partial.Count + chunk.Length < _wanted)
        {
            Breaches.Add($"a chunk of {chunk.Length} bytes in the middle of a message");
        }

        _partial.AddRange(chunk);
        if (_partial.Count == _wanted)
        {
            var all = _partial.ToArray();
            _messages.Add((BinaryPrimitives.ReadUInt32LittleEndian(all.AsSpan(4)), all[20..]));
            _partial.Clear();
            _wanted = -1;
        }
    }
}
