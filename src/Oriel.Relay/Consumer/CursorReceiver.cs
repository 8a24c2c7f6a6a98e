using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Consumer;

/// <summary>
/// Drains the pointer queue. Every message is copied once (header, then shape) and finished at once, because classic producers reuse their three shape
/// buffers in turn (kvmfr.md section 7). Of several positions in one go only the last is delivered; a shape is always delivered. Feed thread.
/// </summary>
internal sealed class CursorReceiver
{
    /// <summary>Messages handled in one go: more than any real ring holds, few enough to come back to the frames.</summary>
    private const int MaxDrained = 64;

    /// <summary>The largest shape: 512 by 512 of 4 bytes.</summary>
    private const int ShapeBytes = 1 << 20;

    private readonly IFrameSink _sink;
    private readonly RelayCounters _counters;
    private readonly byte[] _raw = new byte[CursorParser.MaxHeaderBytes];
    private readonly byte[] _shape = new byte[ShapeBytes];
    private CursorUpdate _gathered;
    private bool _hasGathered;

    public CursorReceiver(IFrameSink sink, RelayCounters counters)
    {
        _sink = sink;
        _counters = counters;
    }

    /// <summary>New session: the old cursor goes away until the producer tells the new one.</summary>
    public void Reset()
    {
        _hasGathered = false;
        _gathered = default;
        _sink.UpdateCursor(new CursorUpdate { HasVisibility = true, Visible = false }, default);
    }

    /// <summary>Handles what waits in the queue. <see cref="QueueState.Ok"/>: there was something.</summary>
    public QueueState Pump(SessionLink session, Subscription queue)
    {
        var result = QueueState.Empty;
        for (var i = 0; i < MaxDrained; i++)
        {
            var state = queue.TryTake(out var entry, out _);
            if (state == QueueState.Ok)
            {
                result = QueueState.Ok;
                state = Receive(session, queue, in entry);
            }

            if (state == QueueState.Empty)
            {
                break;
            }

            if (state != QueueState.Ok)
            {
                result = state;
                break;
            }
        }

        if (_hasGathered)
        {
            _hasGathered = false;
            _sink.UpdateCursor(in _gathered, default);
        }

        return result;
    }

    private QueueState Receive(SessionLink session, Subscription queue, in LgmpEntry entry)
    {
        if (!TryRead(session, in entry, out var cursor))
        {
            return Finished(queue.Finish());
        }

        var shape = CopyShape(session, ref cursor);
        // Marked slow meanwhile: the buffer may hold another message by now. The producer tells everything again after we subscribed anew.
        if (!queue.HoldsTaken())
        {
            _counters.CountTorn();
            return Finished(queue.Finish());
        }

        var state = Finished(queue.Finish());
        _counters.CountCursor();
        _gathered = _hasGathered ? Merge(in _gathered, in cursor) : cursor;
        _hasGathered = true;
        if (cursor.HasShape)
        {
            _hasGathered = false;
            _sink.UpdateCursor(in _gathered, shape);
        }

        return state;
    }

    private static QueueState Finished(QueueState state) => state == QueueState.Empty ? QueueState.Ok : state;

    private bool TryRead(SessionLink session, in LgmpEntry entry, out CursorUpdate cursor)
    {
        cursor = default;
        if (!entry.TryValidate(session.Layout, session.RegionBytes, out var message, out var reject))
        {
            _counters.CountReject(reject.Code);
            return false;
        }

        // The parser refuses a payload that is shorter than its version's header.
        var raw = _raw.AsSpan(0, (int)Math.Min((ulong)CursorParser.HeaderBytes(session.KvmfrVersion), message.Bounds.Size));
        session.Region.CopyOut(message.Bounds.Offset, raw);
        if (!CursorParser.TryParse(session.KvmfrVersion, message.Word, raw, message.Bounds, out cursor, out reject))
        {
            _counters.CountReject(reject.Code);
            return false;
        }

        return true;
    }

    /// <summary>Copies the shape into private memory; one with needlessly long rows is packed so that any valid size fits the buffer.</summary>
    private ReadOnlySpan<byte> CopyShape(SessionLink session, ref CursorUpdate cursor)
    {
        if (!cursor.HasShape)
        {
            return default;
        }

        if ((ulong)cursor.Height * cursor.PitchBytes <= ShapeBytes)
        {
            var whole = _shape.AsSpan(0, (int)(cursor.Height * cursor.PitchBytes));
            session.Region.CopyOut(cursor.DataOffset, whole);
            return whole;
        }

        var rowBytes = cursor.Type == CursorType.Monochrome ? (cursor.Width + 7) / 8 : cursor.Width * 4;
        for (var row = 0u; row < cursor.Height; row++)
        {
            session.Region.CopyOut(cursor.DataOffset + ((ulong)row * cursor.PitchBytes), _shape.AsSpan((int)(row * rowBytes), (int)rowBytes));
        }

        cursor = cursor with { PitchBytes = rowBytes };
        return _shape.AsSpan(0, (int)(cursor.Height * rowBytes));
    }

    /// <summary>What <paramref name="newer"/> does not say stays as <paramref name="older"/> said it.</summary>
    private static CursorUpdate Merge(in CursorUpdate older, in CursorUpdate newer)
    {
        var merged = newer;
        if (!newer.HasPosition && older.HasPosition)
        {
            merged = merged with { HasPosition = true, X = older.X, Y = older.Y };
        }

        if (!newer.HasVisibility && older.HasVisibility)
        {
            merged = merged with { HasVisibility = true, Visible = older.Visible };
        }

        return older.HasColorTransform ? merged with { HasColorTransform = true } : merged;
    }
}
