using System.Buffers.Binary;

namespace Oriel.Spice.Agent;

/// <summary>
/// Puts agent messages together from the chunks of the stream (spice.md section 7.3). Holds at most one small message; clipboard content goes straight to whoever
/// asked for it, everything else that is large is counted and skipped. Guarded by the lock of its <see cref="AgentLink"/>.
/// </summary>
internal sealed class AgentInbox
{
    /// <summary>Largest message that is kept whole. The longest known one, a grab of every type, has 32 bytes.</summary>
    public const int MaxSmallBytes = 1024;

    private readonly IAgentInboxHandler _handler;
    private readonly byte[] _small = new byte[MaxSmallBytes];
    private readonly byte[] _header = new byte[AgentOutgoing.HeaderBytes];
    private int _headerBytes;
    private AgentMessageType _type;
    private int _smallBytes;
    private int _wanted;
    private uint _left;
    private AgentFetch? _content;

    public AgentInbox(IAgentInboxHandler handler) => _handler = handler;

    /// <summary>Messages that were too long, too short or of no known form.</summary>
    public long Rejected { get; set; }

    /// <summary>The stream's header has another protocol number: nothing can be read until the next agent. 0 = fine.</summary>
    public uint ForeignProtocol { get; private set; }

    /// <summary>A message has begun and is not complete.</summary>
    public bool IsInside => _headerBytes > 0;

    /// <summary>Forgets everything: another agent, another stream.</summary>
    public void Reset()
    {
        _headerBytes = 0;
        _smallBytes = 0;
        _left = 0;
        _content = null;
        ForeignProtocol = 0;
    }

    /// <summary>Takes the next bytes of the stream.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        while (ForeignProtocol == 0)
        {
            if (_headerBytes < _header.Length)
            {
                var part = bytes[..Math.Min(bytes.Length, _header.Length - _headerBytes)];
                part.CopyTo(_header.AsSpan(_headerBytes));
                _headerBytes += part.Length;
                bytes = bytes[part.Length..];
                if (_headerBytes < _header.Length)
                {
                    return;
                }

                BeginBody();
                continue;
            }

            if (_left > 0)
            {
                if (bytes.IsEmpty)
                {
                    return;
                }

                var part = bytes[..(int)Math.Min((uint)bytes.Length, _left)];
                part = part[..Body(part)];
                _left -= (uint)part.Length;
                bytes = bytes[part.Length..];
            }

            if (_left == 0)
            {
                EndBody();
            }
        }
    }

    private void BeginBody()
    {
        var protocol = BinaryPrimitives.ReadUInt32LittleEndian(_header);
        if (protocol != 1)
        {
            ForeignProtocol = protocol == 0 ? uint.MaxValue : protocol;
            return;
        }

        _type = (AgentMessageType)BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(4));
        _left = BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(16));
        _smallBytes = 0;
        _content = null;

        // Clipboard content is kept only as far as it says what it is; the rest of it, and any message too long to be one we know, has no room here.
        _wanted = _type == AgentMessageType.Clipboard
            ? (int)Math.Min(_left, (uint)_handler.ContentHeadBytes)
            : _left <= MaxSmallBytes ? (int)_left : 0;
        if (_type != AgentMessageType.Clipboard && _left > MaxSmallBytes)
        {
            Rejected++;
        }
    }

    /// <summary>Takes some of the body; returns how much.</summary>
    private int Body(ReadOnlySpan<byte> part)
    {
        if (_smallBytes < _wanted)
        {
            part = part[..Math.Min(part.Length, _wanted - _smallBytes)];
            part.CopyTo(_small.AsSpan(_smallBytes));
            _smallBytes += part.Length;
            if (_smallBytes == _wanted && _type == AgentMessageType.Clipboard && _wanted == _handler.ContentHeadBytes)
            {
                _content = _handler.BeginContent(_small.AsSpan(0, _smallBytes), _left - (uint)part.Length);
            }
        }
        else
        {
            _content?.Append(part);
        }

        return part.Length;
    }

    private void EndBody()
    {
        _headerBytes = 0;
        if (_type != AgentMessageType.Clipboard)
        {
            if (_smallBytes == _wanted && BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(16)) == (uint)_wanted && !_handler.Message(_type, _small.AsSpan(0, _smallBytes)))
            {
                Rejected++;
            }
        }
        else if (_smallBytes < _handler.ContentHeadBytes)
        {
            Rejected++;
        }
        else if (_content is { } content)
        {
            _content = null;
            _handler.EndContent(content);
        }
    }
}
