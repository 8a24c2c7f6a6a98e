using System.Buffers.Binary;

namespace Oriel.Spice.Agent;

/// <summary>
/// One agent message on its way out: header, a head of a few bytes, content. Cut into chunks as it goes (spice.md section 7.3). Guarded by the
/// lock of its <see cref="AgentLink"/>, except <see cref="Sent"/> and <see cref="Completion"/>.
/// </summary>
internal sealed class AgentOutgoing
{
    public const int HeaderBytes = 20;
    public const int MaxChunkBytes = 2048;

    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _start;
    private ReadOnlyMemory<byte> _content;
    private long _position;
    private bool _isBlank;

    public AgentOutgoing(AgentMessageType type, ReadOnlySpan<byte> head, ReadOnlyMemory<byte> content = default)
    {
        _start = new byte[HeaderBytes + head.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(_start, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(_start.AsSpan(4), (uint)type);
        BinaryPrimitives.WriteUInt32LittleEndian(_start.AsSpan(16), (uint)(head.Length + (long)content.Length));
        head.CopyTo(_start.AsSpan(HeaderBytes));
        _content = content;
        Total = _start.Length + (long)content.Length;
    }

    /// <summary>Bytes of the whole message, header included.</summary>
    public long Total { get; }

    /// <summary>Bytes given out so far.</summary>
    public long Sent => Volatile.Read(ref _position);

    /// <summary>Called once, under the lock, when the last byte went out.</summary>
    public Action? Gone { get; init; }

    /// <summary>The first chunk is out: from now on all of it must follow.</summary>
    public bool HasBegun => _position > 0;

    /// <summary>All of it is out.</summary>
    public bool IsDone => _position == Total;

    /// <summary>True when all of it went out with its content; false when it was cancelled or the agent left.</summary>
    public Task<bool> Completion => _completion.Task;

    /// <summary>Writes the next chunk and returns its length.</summary>
    public int Fill(Span<byte> chunk)
    {
        var length = (int)Math.Min(Math.Min(chunk.Length, MaxChunkBytes), Total - _position);
        chunk = chunk[..length];
        if (_position < _start.Length)
        {
            var part = _start.AsSpan((int)_position);
            part = part[..Math.Min(part.Length, chunk.Length)];
            part.CopyTo(chunk);
            chunk = chunk[part.Length..];
            Volatile.Write(ref _position, _position + part.Length);
        }

        if (_isBlank)
        {
            chunk.Clear();
        }
        else
        {
            _content.Span.Slice((int)(_position - _start.Length), chunk.Length).CopyTo(chunk);
        }

        Volatile.Write(ref _position, _position + chunk.Length);
        if (IsDone)
        {
            _content = default;
            _ = _completion.TrySetResult(true);
            Gone?.Invoke();
        }

        return length;
    }

    /// <summary>
    /// Lets go of the content. The framing has no way to break off a message that has begun, so the bytes announced go out as zeros: the rest of something
    /// the user took back does not reach the guest.
    /// </summary>
    public void Blank()
    {
        _isBlank = true;
        _content = default;
        _ = _completion.TrySetResult(false);
    }
}
