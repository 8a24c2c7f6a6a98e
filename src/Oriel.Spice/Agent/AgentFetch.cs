namespace Oriel.Spice.Agent;

/// <summary>One request of ours for the guest's clipboard content. Guarded by the lock of its <see cref="AgentLink"/>.</summary>
internal sealed class AgentFetch(AgentSelection selection, AgentContentType type, IProgress<AgentProgress>? progress)
{
    private readonly TaskCompletionSource<AgentAnswer> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _buffer = [];
    private int _received;
    private uint _size;

    public AgentSelection Selection { get; } = selection;

    public AgentContentType Type { get; } = type;

    /// <summary>The REQUEST message, once it is queued.</summary>
    public AgentOutgoing? Message { get; set; }

    /// <summary>Ends the wait; restarted whenever something happens.</summary>
    public AgentDeadline? Deadline { get; set; }

    public bool IsOver => _done.Task.IsCompleted;

    public Task<AgentAnswer> Answer => _done.Task;

    /// <summary>The answer announced its size; memory is taken only as bytes arrive.</summary>
    public void Begin(uint size) => _size = size;

    public void Append(ReadOnlySpan<byte> part)
    {
        if (IsOver)
        {
            return;
        }

        if (_buffer.Length - _received < part.Length)
        {
            var room = Math.Min(_size, Math.Max(64L << 10, 2L * _buffer.Length));
            Array.Resize(ref _buffer, (int)Math.Max(room, _received + part.Length));
        }

        part.CopyTo(_buffer.AsSpan(_received));
        _received += part.Length;
        Deadline?.Restart();
        progress?.Report(new AgentProgress(_received, _size));
    }

    public void Succeed(bool toLf)
    {
        ReadOnlyMemory<byte> content = _buffer.AsMemory(0, _received);
        if (toLf && Type == AgentContentType.Text)
        {
            content = AgentText.ToLf(content.Span);
        }

        End(new AgentAnswer(AgentAnswerOutcome.Content, Type, content, _size));
    }

    public void Fail(AgentAnswerOutcome outcome, long bytes = 0) => End(new AgentAnswer(outcome, Type, default, Math.Max(bytes, _size)));

    private void End(AgentAnswer answer)
    {
        _buffer = [];
        Deadline?.Dispose();
        _ = _done.TrySetResult(answer);
    }
}
