namespace Oriel.Spice.Agent;

/// <summary>
/// Messages waiting for tokens. Between two messages: control first, then clipboard content and file pieces by turns. Inside one message there is no choice:
/// its chunks must follow each other (spice.md section 7.3). Guarded by the lock of its <see cref="AgentLink"/>.
/// </summary>
internal sealed class AgentQueue
{
    private readonly LinkedList<AgentOutgoing>[] _lanes = [new(), new(), new()];
    private AgentOutgoing? _current;
    private AgentLane _last = AgentLane.Files;

    /// <summary>Messages waiting, the one being sent included.</summary>
    public int Count => (_current is null ? 0 : 1) + _lanes[0].Count + _lanes[1].Count + _lanes[2].Count;

    /// <summary>Adds one at the end of its lane.</summary>
    public void Add(AgentLane lane, AgentOutgoing message) => _lanes[(int)lane].AddLast(message);

    /// <summary>Writes the next chunk; 0 when there is none.</summary>
    public int Take(Span<byte> chunk)
    {
        _current ??= Next();
        if (_current is null)
        {
            return 0;
        }

        var length = _current.Fill(chunk);
        if (_current.IsDone)
        {
            _current = null;
        }

        return length;
    }

    /// <summary>Takes a message back. True when none of it went out; else what is left goes out as zeros.</summary>
    public bool Cancel(AgentOutgoing message)
    {
        message.Blank();
        return !message.HasBegun && (_lanes[0].Remove(message) || _lanes[1].Remove(message) || _lanes[2].Remove(message));
    }

    /// <summary>Drops everything: the agent is gone.</summary>
    public void Clear()
    {
        _current?.Blank();
        _current = null;
        foreach (var lane in _lanes)
        {
            foreach (var message in lane)
            {
                message.Blank();
            }

            lane.Clear();
        }
    }

    private AgentOutgoing? Next()
    {
        if (TryTakeFirst(AgentLane.Control) is { } urgent)
        {
            return urgent;
        }

        var other = _last == AgentLane.Files ? AgentLane.Clipboard : AgentLane.Files;
        foreach (var lane in (ReadOnlySpan<AgentLane>)[other, _last])
        {
            if (TryTakeFirst(lane) is { } message)
            {
                _last = lane;
                return message;
            }
        }

        return null;
    }

    private AgentOutgoing? TryTakeFirst(AgentLane lane)
    {
        var list = _lanes[(int)lane];
        var first = list.First?.Value;
        if (first is not null)
        {
            list.RemoveFirst();
        }

        return first;
    }
}
