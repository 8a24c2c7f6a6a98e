namespace Oriel.Display.Clipboard;

/// <summary>One conversion we asked an owner for. Clipboard thread, except <see cref="Answer"/>.</summary>
internal sealed class X11Fetch(HostSelection selection, HostContentType? type, uint target, uint slot)
{
    private readonly TaskCompletionSource<HostAnswer> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<byte[]>? _pieces;
    private long _bytes;

    public HostSelection Selection { get; } = selection;

    /// <summary>What content; null = the list of targets.</summary>
    public HostContentType? Type { get; } = type;

    public uint Target { get; } = target;

    /// <summary>Property of ours the content comes through.</summary>
    public uint Slot { get; } = slot;

    /// <summary>When the owner's silence has lasted too long, <see cref="Environment.TickCount64"/>.</summary>
    public long Due { get; set; }

    /// <summary>Comes piece by piece.</summary>
    public bool IsIncremental => _pieces is not null;

    public Task<HostAnswer> Answer => _done.Task;

    public void BeginPieces() => _pieces = [];

    /// <summary>False when it grew over the limit.</summary>
    public bool AddPiece(byte[] piece, long maxBytes)
    {
        if (_bytes + piece.Length > maxBytes)
        {
            return false;
        }

        _pieces!.Add(piece);
        _bytes += piece.Length;
        return true;
    }

    public byte[] TakePieces()
    {
        var all = new byte[_bytes];
        var at = 0;
        foreach (var piece in _pieces!)
        {
            piece.CopyTo(all, at);
            at += piece.Length;
        }

        return all;
    }

    public void Succeed(byte[] content) => _done.TrySetResult(new HostAnswer(HostAnswerOutcome.Content, content));

    public void Fail(HostAnswerOutcome outcome) => _done.TrySetResult(new HostAnswer(outcome, default));
}
