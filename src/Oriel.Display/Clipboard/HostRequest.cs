namespace Oriel.Display.Clipboard;

/// <summary>A host program pastes what we offered, and waits. Answered once; later calls do nothing. Any thread.</summary>
public sealed class HostRequest
{
    private readonly Action<ReadOnlyMemory<byte>?> _answer;
    private int _isClosed;

    /// <summary>Made by a tenant of <see cref="IHostClipboard"/>.</summary>
    /// <param name="selection">Which clipboard.</param>
    /// <param name="type">What is wanted.</param>
    /// <param name="answer">Takes the content, or null for none. From any thread.</param>
    public HostRequest(HostSelection selection, HostContentType type, Action<ReadOnlyMemory<byte>?> answer)
    {
        Selection = selection;
        Type = type;
        _answer = answer;
    }

    /// <summary>Which clipboard.</summary>
    public HostSelection Selection { get; }

    /// <summary>What it wants.</summary>
    public HostContentType Type { get; }

    /// <summary>Completes when nobody waits any more: it was answered, the program left, or it waited too long.</summary>
    public Task Abandoned { get; init; } = new TaskCompletionSource().Task;

    /// <summary>Hands over the content. The memory must not change afterwards.</summary>
    public void Answer(ReadOnlyMemory<byte> content) => Close(content);

    /// <summary>There is nothing to hand over.</summary>
    public void Refuse() => Close(null);

    private void Close(ReadOnlyMemory<byte>? content)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _answer(content);
        }
    }
}
