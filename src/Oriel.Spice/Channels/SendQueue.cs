using System.Buffers.Binary;

namespace Oriel.Spice.Channels;

/// <summary>
/// The writing half of a channel: messages from any thread become one stream of bytes, each header and body in one piece. The caller's own thread hands the bytes to
/// the socket when nothing is under way (no thread change between a key and the wire); what the socket does not take at once goes on in the pool. Bounded: a server that
/// does not read makes <see cref="Post"/> fail.
/// </summary>
internal sealed class SendQueue
{
    /// <summary>Bytes that may wait. Some seconds of microphone sound; keys and clipboard need much less.</summary>
    public const int Limit = 1 << 20;

    private const int MiniHeader = 6;
    private const int FullHeader = 18;

    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly bool _mini;
    private readonly Action<Exception?> _failed;
    private byte[] _waiting = new byte[1024];
    private byte[] _writing = new byte[1024];
    private int _length;
    private ulong _serial;
    private bool _busy;
    private bool _closed;
    private TaskCompletionSource? _idle;

    /// <summary>Prepares it.</summary>
    /// <param name="stream">Where the bytes go; only this writes to it.</param>
    /// <param name="miniHeaders">6-byte headers, else 18.</param>
    /// <param name="failed">Called once, from any thread: the write failed, or (null) too much waits.</param>
    public SendQueue(Stream stream, bool miniHeaders, Action<Exception?> failed)
    {
        _stream = stream;
        _mini = miniHeaders;
        _failed = failed;
    }

    /// <summary>Queues one message, and writes it if nothing else is being written. Never blocks.</summary>
    /// <returns>False: closed, or this message was too much.</returns>
    public bool Post(ushort type, ReadOnlySpan<byte> body)
    {
        var header = _mini ? MiniHeader : FullHeader;
        bool tooMuch;
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            tooMuch = body.Length > Limit - header - _length;
            if (!tooMuch)
            {
                Append(type, body, header);
                if (_busy)
                {
                    return true;
                }

                _busy = true;
            }
        }

        if (tooMuch)
        {
            Close();
            _failed(null);
            return false;
        }

        _ = WriteAsync();
        return true;
    }

    /// <summary>No more messages; what waits is dropped unless it is being written.</summary>
    public void Close()
    {
        TaskCompletionSource? idle;
        lock (_gate)
        {
            _closed = true;
            idle = _idle;
        }

        idle?.TrySetResult();
    }

    /// <summary>Completes when everything queued so far is in the socket, or the queue is closed.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            return !_busy || _closed ? Task.CompletedTask : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void Append(ushort type, ReadOnlySpan<byte> body, int header)
    {
        var needed = _length + header + body.Length;
        if (needed > _waiting.Length)
        {
            Array.Resize(ref _waiting, Math.Min(Limit, Math.Max(needed, 2 * _waiting.Length)));
        }

        var at = _waiting.AsSpan(_length);
        _serial++;
        if (!_mini)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(at, _serial);
            at = at[8..];
        }

        BinaryPrimitives.WriteUInt16LittleEndian(at, type);
        BinaryPrimitives.WriteUInt32LittleEndian(at[2..], (uint)body.Length);
        at = at[MiniHeader..];
        if (!_mini)
        {
            at[..4].Clear(); // No sub-messages.
            at = at[4..];
        }

        body.CopyTo(at);
        _length = needed;
    }

    /// <summary>Writes until nothing waits. One at a time; never faults.</summary>
    private async Task WriteAsync()
    {
        try
        {
            for (var first = true; Next() is { Length: > 0 } bytes; first = false)
            {
                if (!first)
                {
                    // The caller's thread has done its part; what others queued meanwhile is not its business.
                    await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                }

                await _stream.WriteAsync(bytes).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            Close();
            _failed(e);
        }
    }

    private ReadOnlyMemory<byte> Next()
    {
        TaskCompletionSource? idle;
        lock (_gate)
        {
            if (_length > 0 && !_closed)
            {
                (_waiting, _writing) = (_writing, _waiting);
                var bytes = _writing.AsMemory(0, _length);
                _length = 0;
                return bytes;
            }

            _busy = false;
            idle = _idle;
            _idle = null;
        }

        idle?.TrySetResult();
        return default;
    }
}
