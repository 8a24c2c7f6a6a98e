using System.Buffers.Binary;

namespace Oriel.Spice.Agent;

/// <summary>One file on its way to the guest (spice.md section 7.7). Any thread.</summary>
public sealed class FileSend
{
    private readonly AgentLink _link;
    private readonly TaskCompletionSource<FileSendResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;

    internal FileSend(AgentLink link, uint id, string name, long size)
    {
        _link = link;
        Id = id;
        Name = name;
        Size = size;
    }

    /// <summary>The name in the guest.</summary>
    public string Name { get; }

    /// <summary>Bytes in all.</summary>
    public long Size { get; }

    /// <summary>How much was handed to the server.</summary>
    public AgentProgress Progress => new(Volatile.Read(ref _sent), Size);

    /// <summary>How it ended; never faults.</summary>
    public Task<FileSendResult> Completion => _completion.Task;

    /// <summary>Number on the wire.</summary>
    internal uint Id { get; }

    /// <summary>The START message.</summary>
    internal AgentOutgoing? Start { get; set; }

    /// <summary>The DATA message that waits or goes out now.</summary>
    internal AgentOutgoing? Piece { get; set; }

    /// <summary>Bytes in all pieces queued so far. Under the link's lock.</summary>
    internal long Promised { get; set; }

    internal AgentDeadline? Deadline { get; set; }

    internal bool IsOver => _completion.Task.IsCompleted;

    /// <summary>The guest is ready (true), or it is over (false).</summary>
    internal Task<bool> Go => _go.Task;

    /// <summary>Stops it; the guest is told and removes what it has. Nothing happens when it is over.</summary>
    public void Cancel() => _link.CancelFile(this);

    internal void Ready() => _go.TrySetResult(true);

    internal void Advance(int bytes) => Interlocked.Add(ref _sent, bytes);

    internal void End(FileSendOutcome outcome, string detail)
    {
        Deadline?.Dispose();
        _ = _completion.TrySetResult(new FileSendResult(outcome, detail));
        _ = _go.TrySetResult(false);
    }

    /// <summary>Reads the file and sends it piece by piece; one piece is in memory. Runs on the pool; closes the stream.</summary>
    internal async Task RunAsync(Stream content, int pieceBytes)
    {
        try
        {
            await using (content)
            {
                if (await _go.Task)
                {
                    await SendPiecesAsync(content, pieceBytes);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _link.EndFile(this, FileSendOutcome.SourceFailed, e.Message.TrimEnd('.'), tellGuest: true);
        }
    }

    private async Task SendPiecesAsync(Stream content, int pieceBytes)
    {
        var piece = new byte[Math.Min(pieceBytes, Size)];
        var head = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Id);
        long left = Size;
        do
        {
            var length = (int)Math.Min(piece.Length, left);
            var got = await content.ReadAtLeastAsync(piece.AsMemory(0, length), length, throwOnEndOfStream: false);
            if (got < length)
            {
                _link.EndFile(this, FileSendOutcome.SourceFailed, $"the file shrank while it was sent: {Size - left + got} of {Size} bytes are left", tellGuest: true);
                return;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(4), (ulong)length);
            var message = new AgentOutgoing(AgentMessageType.FileTransferData, head, piece.AsMemory(0, length)) { Gone = () => Deadline?.Restart() };
            if (!await _link.SendPiece(this, message, length))
            {
                return;
            }

            left -= length;
            Advance(length);
        }
        while (left > 0);
    }
}
