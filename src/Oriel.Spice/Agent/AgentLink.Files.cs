using System.Buffers.Binary;
using System.Text;

namespace Oriel.Spice.Agent;

/// <content>File transfer to the guest (spice.md section 7.7).</content>
public sealed partial class AgentLink
{
    private readonly Dictionary<uint, FileSend> _files = [];
    private uint _lastFileId;

    /// <summary>
    /// Sends a file to the guest's download folder. Returns at once; the outcome is in <see cref="FileSend.Completion"/>. Several can run at a time and share the way out.
    /// </summary>
    /// <param name="name">Name in the guest; a plain name, no path.</param>
    /// <param name="size">Bytes that will be sent.</param>
    /// <param name="content">Read on the pool, piece by piece, and closed in any case.</param>
    public FileSend SendFile(string name, long size, Stream content)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentNullException.ThrowIfNull(content);
        if (name.AsSpan().ContainsAny('/', '\0'))
        {
            throw new ArgumentException($"\"{name}\" is not a plain file name", nameof(name));
        }

        FileSend file;
        lock (_gate)
        {
            do
            {
                _lastFileId = _lastFileId == uint.MaxValue ? 1 : _lastFileId + 1;
            }
            while (_files.ContainsKey(_lastFileId));

            file = new FileSend(this, _lastFileId, name, size);
            if (!_status.IsAnnounced)
            {
                file.End(FileSendOutcome.Lost, "the guest runs no agent");
            }
            else if (!_status.TakesFiles)
            {
                file.End(FileSendOutcome.Disabled, "file transfer is switched off in the guest");
            }
            else
            {
                StartFile(file);
            }
        }

        Raise();
        _ = Task.Run(() => file.RunAsync(content, _options.MaxPieceBytes));
        return file;
    }

    /// <summary>Text of a START message: a key file, zero-terminated.</summary>
    internal static byte[] FileStartBody(uint id, string name, long size)
    {
        var value = name.Replace("\\", @"\\").Replace("\n", @"\n").Replace("\t", @"\t").Replace("\r", @"\r");
        if (value.StartsWith(' '))
        {
            value = @"\s" + value[1..];
        }

        var text = Encoding.UTF8.GetBytes($"[vdagent-file-xfer]\nname={value}\nsize={size}\n\0");
        var body = new byte[4 + text.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(body, id);
        text.CopyTo(body.AsSpan(4));
        return body;
    }

    internal void CancelFile(FileSend file) => EndFile(file, FileSendOutcome.Cancelled, "cancelled", tellGuest: true);

    internal void EndFile(FileSend file, FileSendOutcome outcome, string detail, bool tellGuest)
    {
        lock (_gate)
        {
            End(file, outcome, detail, tellGuest);
            Pump();
        }

        Raise();
    }

    /// <summary>Queues a piece; false at once when the transfer is over, else when it went out or was dropped.</summary>
    internal Task<bool> SendPiece(FileSend file, AgentOutgoing piece, int bytes)
    {
        lock (_gate)
        {
            if (file.IsOver || !IsConnected)
            {
                return Task.FromResult(false);
            }

            file.Piece = piece;
            file.Promised += bytes;
            _queue.Add(AgentLane.Files, piece);
            file.Deadline?.Restart(_options.FileFinishTimeout);
            Pump();
        }

        Raise();
        return piece.Completion;
    }

    private void StartFile(FileSend file)
    {
        _files.Add(file.Id, file);
        file.Start = new AgentOutgoing(AgentMessageType.FileTransferStart, FileStartBody(file.Id, file.Name, file.Size)) { Gone = () => file.Deadline?.Restart() };
        file.Deadline = new AgentDeadline(
            _options.Clock, _options.AnswerTimeout, () => IsWaitingForUs(file) ? Volatile.Read(ref _chunksSent) : 0, () => OnFileSilence(file));
        _queue.Add(AgentLane.Files, file.Start);
        Pump();
    }

    // While a message of this file stands in our own queue, the agent owes us tokens, not an answer: any chunk that leaves is a sign of life.
    private static bool IsWaitingForUs(FileSend file) => file is { Start.IsDone: false } or { Piece.IsDone: false };

    private void OnFileSilence(FileSend file)
    {
        var (sent, total) = file.Progress;
        var seen = sent == total && total > 0 ? "the guest did not confirm the file" : $"the guest stopped taking the file at {sent} of {total} bytes";
        EndFile(file, FileSendOutcome.TimedOut, seen, tellGuest: true);
    }

    private bool OnFileStatus(ReadOnlySpan<byte> body)
    {
        if (body.Length < 8)
        {
            return false;
        }

        if (!_files.TryGetValue(BinaryPrimitives.ReadUInt32LittleEndian(body), out var file))
        {
            // A status can cross our cancelling.
            return true;
        }

        var detail = Shares(AgentCapabilities.FileTransferDetailedErrors) ? body[8..] : [];
        switch (BinaryPrimitives.ReadUInt32LittleEndian(body[4..]))
        {
            case 0:
                file.Deadline?.Restart(_options.FileFinishTimeout);
                file.Ready();
                return true;
            case 1:
                End(file, FileSendOutcome.CancelledByGuest, "the guest cancelled it", tellGuest: false);
                return true;
            case 2:
                End(file, FileSendOutcome.GuestFailed, FileErrorWords.Describe(detail), tellGuest: false);
                return true;
            case 3:
                var isWhole = file.Piece is { IsDone: true } && file.Promised == file.Size;
                End(file, isWhole ? FileSendOutcome.Done : FileSendOutcome.GuestFailed,
                    isWhole ? "" : $"the guest said it has the file after {file.Progress.Bytes} of {file.Size} bytes", tellGuest: false);
                return true;
            case 4:
                End(file, FileSendOutcome.NoSpace, detail.Length >= 8
                    ? $"the guest's disk has {BinaryPrimitives.ReadUInt64LittleEndian(detail)} bytes free, the file needs {file.Size}"
                    : "the guest's disk has too little space", tellGuest: false);
                return true;
            case 5:
                End(file, FileSendOutcome.SessionLocked, "the guest's session is locked", tellGuest: false);
                return true;
            case 6:
                End(file, FileSendOutcome.NobodyThere, "nobody is logged in to the guest's desktop", tellGuest: false);
                return true;
            case 7:
                End(file, FileSendOutcome.Disabled, "file transfer is switched off in the guest", tellGuest: false);
                return true;
            case var other:
                End(file, FileSendOutcome.GuestFailed, $"the guest answered with status {other}, which has no known meaning", tellGuest: true);
                return true;
        }
    }

    private void End(FileSend file, FileSendOutcome outcome, string detail, bool tellGuest)
    {
        if (file.IsOver)
        {
            return;
        }

        _ = _files.Remove(file.Id);
        file.End(outcome, detail);
        if (file.Start is { HasBegun: false } start && _queue.Cancel(start))
        {
            // The guest never heard of it.
            return;
        }

        if (file.Piece is { IsDone: false } piece)
        {
            _ = _queue.Cancel(piece);
        }

        if (tellGuest && IsConnected)
        {
            Span<byte> body = stackalloc byte[8];
            BinaryPrimitives.WriteUInt32LittleEndian(body, file.Id);
            BinaryPrimitives.WriteUInt32LittleEndian(body[4..], outcome == FileSendOutcome.SourceFailed ? 2u : 1u);
            _queue.Add(AgentLane.Control, new AgentOutgoing(AgentMessageType.FileTransferStatus, body));
        }
    }

    private void EndFiles()
    {
        foreach (var file in _files.Values.ToArray())
        {
            End(file, FileSendOutcome.Lost, "the guest's agent went away", tellGuest: false);
        }
    }
}
